using System.Collections.Concurrent;
using TorchSharp;

namespace GanStability.Engine;

/// <summary>
/// Numbers for tensor operations in a training step. TorchSharp 0.107 turns each <c>double</c> argument into a native scalar with a finalizer and does
/// not keep it alive during the native call: a garbage collection started by another thread at that moment frees it, and the operation fails with
/// "Unknown scalar type" (seen under load). A scalar kept here is never freed, and costs no garbage per step.
/// </summary>
internal static class Constant
{
    private static readonly ConcurrentDictionary<double, Scalar> Kept = new();

    /// <summary>The scalar of a number that does not change from step to step; for others, create one in a <c>using</c> statement.</summary>
    public static Scalar Of(double value) => Kept.GetOrAdd(value, v => v);
}
