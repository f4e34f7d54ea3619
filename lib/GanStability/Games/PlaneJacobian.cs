using System.Numerics;

namespace GanStability.Games;

/// <summary>The derivatives of a field v in the plane at one point, and what they say about steps near an equilibrium.</summary>
/// <remarks>
/// Near an equilibrium z*, v(z) ≈ J (z − z*). An eigenvalue λ of J shrinks or grows a deviation by e^{λt} in continuous time and by 1 + hλ
/// in a simultaneous step of size h; so eigenvalues on the imaginary axis circle in continuous time and always grow in
/// steps, |1 + ihω| = √(1 + h²ω²) &gt; 1 (Mescheder, Geiger and Nowozin, Which training methods for GANs do actually converge?, 2018, arXiv:1801.04406, section 2).
/// </remarks>
/// <param name="XX">∂vₓ/∂x.</param>
/// <param name="XY">∂vₓ/∂y.</param>
/// <param name="YX">∂v_y/∂x.</param>
/// <param name="YY">∂v_y/∂y.</param>
public readonly record struct PlaneJacobian(double XX, double XY, double YX, double YY)
{
    /// <summary>The two eigenvalues, tr/2 ± √(tr²/4 − det), the one with + first.</summary>
    public (Complex Plus, Complex Minus) Eigenvalues
    {
        get
        {
            var half = (XX + YY) / 2;
            // tr²/4 − det, written without the cancellation of the textbook form.
            var discriminant = (XX - YY) * (XX - YY) / 4 + XY * YX;
            var root = discriminant >= 0 ? new Complex(Math.Sqrt(discriminant), 0) : new Complex(0, Math.Sqrt(-discriminant));
            return (half + root, half - root);
        }
    }

    /// <summary>By what one simultaneous step multiplies a deviation: the eigenvalues of I + hJ, 1 + hλ.</summary>
    /// <param name="stepSize">h &gt; 0.</param>
    /// <returns>The two multipliers; the equilibrium attracts if both are below one in absolute value.</returns>
    /// <exception cref="ArgumentOutOfRangeException">The step size is not a positive number.</exception>
    public (Complex Plus, Complex Minus) SimultaneousMultipliers(double stepSize)
    {
        Check.Positive(stepSize, nameof(stepSize));
        return new PlaneJacobian(1 + stepSize * XX, stepSize * XY, stepSize * YX, 1 + stepSize * YY).Eigenvalues;
    }

    /// <summary>
    /// By what one alternating step (first player, then second) multiplies a deviation: the eigenvalues of
    /// [1 0; hJ_yx 1 + hJ_yy] · [1 + hJ_xx hJ_xy; 0 1].
    /// </summary>
    /// <param name="stepSize">h &gt; 0.</param>
    /// <returns>The two multipliers; the equilibrium attracts if both are below one in absolute value.</returns>
    /// <exception cref="ArgumentOutOfRangeException">The step size is not a positive number.</exception>
    public (Complex Plus, Complex Minus) AlternatingMultipliers(double stepSize)
    {
        Check.Positive(stepSize, nameof(stepSize));
        var (a, b, c, d) = (1 + stepSize * XX, stepSize * XY, stepSize * YX, 1 + stepSize * YY);
        return new PlaneJacobian(a, b, c * a, c * b + d).Eigenvalues;
    }

    /// <summary>The matrix, such as "[0 -0.5; 0.5 0]".</summary>
    /// <returns>Invariant text.</returns>
    public override string ToString() => $"[{Say.Number(XX)} {Say.Number(XY)}; {Say.Number(YX)} {Say.Number(YY)}]";
}
