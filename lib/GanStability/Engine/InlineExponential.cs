using System.Numerics;
using System.Runtime.CompilerServices;

namespace GanStability.Engine;

/// <summary>
/// e^x for x ≤ 0 by the operations of <see cref="Vector.Exp(Vector{float})"/>, with the same bits (a test compares them). That one stays a
/// call inside a loop, of a method that the runtime compiles badly at first and better when it finds the time: a kernel made of it takes
/// three times as long at first, and then in one process longer than in another (tests/Benchmarks/RESULTS.md, levers). This one is
/// compiled as a part of the loop.
/// </summary>
internal static class InlineExponential
{
    // Below this e^x is 0 in float32.
    private const float Least = -103.97208f;

    // Added to a number of double precision, it leaves no place for digits behind the point; and the rest of its last bits is 0.
    private const double Rounder = 6755399441055744;

    /// <summary>e^x.</summary>
    /// <param name="x">At most 0, or not a number.</param>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector<float> OfNegative(Vector<float> x)
    {
        Vector.Widen(x, out var lower, out var upper);
        return Vector.AndNot(
            Vector.Narrow(PowerOfTwo(lower), PowerOfTwo(upper)),
            Vector.LessThan(x, new Vector<float>(Least)).As<int, float>()
        );
    }

    /// <summary>e^x = 2^(n + r) with n whole and |r| ≤ 1/2: a polynomial for 2^r, and n added to its exponent.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector<double> PowerOfTwo(Vector<double> x)
    {
        var z = x * new Vector<double>(1.4426950408889634);
        var shifted = z + new Vector<double>(Rounder);
        var r = z - (shifted - new Vector<double>(Rounder));
        var (r2, n) = (r * r, Vector.AsVectorUInt64(shifted));
        var power = Vector.MultiplyAddEstimate(
            r2 * r2,
            Line(0.001341000536524434, r, 0.009676036358193323),
            Vector.MultiplyAddEstimate(
                r2,
                Line(0.05550297297702539, r, 0.2402210737432219),
                Line(0.6931472254087585, r, 1.0000000754895704)
            )
        );
        return Vector.AsVectorDouble(Vector.AsVectorUInt64(power) + (n << 52));
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector<double> Line(double slope, Vector<double> r, double constant) =>
        Vector.MultiplyAddEstimate(new Vector<double>(slope), r, new Vector<double>(constant));
}
