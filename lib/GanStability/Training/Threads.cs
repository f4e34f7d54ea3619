using TorchSharp;
using static TorchSharp.torch;

namespace GanStability.Training;

/// <summary>
/// How many threads libtorch uses for a run. The matrices of a small ensemble are done in microseconds: a second thread gains nothing there when the machine is
/// idle and loses a factor of five to ten when an editor or a browser wants the other core (measured on two cores), because every operation then waits for the scheduler.
/// </summary>
internal sealed class Threads : IDisposable
{
    /// <summary>Multiplications per pass (R · batch · multiplications per sample) from which a second thread pays.</summary>
    private const double WorthSharing = 5e7;
    private readonly int before = get_num_threads();

    public Threads(Recipe recipe, long multiplications)
    {
        if ((double)recipe.Replicas * recipe.Batch * multiplications < WorthSharing) set_num_threads(1);
    }

    public void Dispose() => set_num_threads(before);
}
