using static TorchSharp.torch;

namespace GanStability.Engine;

/// <summary>
/// torch's global random stream on the CPU, which <c>nn.Linear</c> draws its first weights from and <c>nn.Dropout</c> its masks. It belongs
/// to the whole process. Code that draws from it gets a stream of its own for as long as it runs, and everybody else's stays where it was.
/// </summary>
internal static class GlobalStream
{
    private static readonly Lock Gate = new();

    /// <summary>Runs code that may draw from the global stream.</summary>
    /// <param name="state">Where its own stream stands, as of a CPU generator.</param>
    /// <param name="use">The code; no other code that comes here runs meanwhile.</param>
    /// <returns>What it returns, and where its stream stands then.</returns>
    public static (T Result, Tensor After) From<T>(Tensor state, Func<T> use)
    {
        GeneratorState.Check(state);
        lock (Gate)
        {
            using var before = get_rng_state();
            set_rng_state(state);
            try
            {
                return (use(), get_rng_state());
            }
            finally
            {
                set_rng_state(before);
            }
        }
    }
}
