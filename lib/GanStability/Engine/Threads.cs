using System.Runtime.ExceptionServices;
using TorchSharp;
using static TorchSharp.torch;

namespace GanStability.Engine;

/// <summary>
/// How many threads libtorch uses for a run. The matrices of a small ensemble are done in microseconds: a second thread gains nothing there
/// when the machine is idle and loses much when an editor or a browser wants the other core, because every operation then waits for the
/// scheduler (tests/Benchmarks/RESULTS.md, levers).
/// </summary>
internal sealed class Threads : IDisposable
{
    /// <summary>Multiplications per pass (R · batch · multiplications per sample) from which a second thread pays.</summary>
    private const double WorthSharing = 5e7;
    private readonly int before = get_num_threads();

    public Threads(double multiplications)
    {
        if (multiplications < WorthSharing)
            set_num_threads(1);
    }

    public void Dispose() => set_num_threads(before);
}

/// <summary>
/// Trainings beside each other, one per core. A small ensemble keeps one core busy and a second thread inside it gains nothing (see
/// <see cref="Threads"/>); a second
/// training does. A GPU is kept busy by one.
/// </summary>
internal static class SideBySide
{
    /// <summary>Does pieces of work that have nothing to do with each other, in order of their index as cores become free.</summary>
    /// <param name="count">How many pieces.</param>
    /// <param name="atOnce">How many at once.</param>
    /// <param name="work">Does one, by index.</param>
    /// <exception cref="Exception">What the first piece that failed threw; pieces not yet begun are left.</exception>
    public static void Do(int count, int atOnce, Action<int> work)
    {
        if (count <= 1 || atOnce <= 1)
        {
            for (var i = 0; i < count; i++)
                work(i);
            return;
        }
        var (before, next) = (torch.get_num_threads(), -1);
        var share = Math.Max(1, before / Math.Min(count, atOnce));
        ExceptionDispatchInfo? failure = null;
        void Work()
        {
            torch.set_num_threads(share);
            for (var i = Interlocked.Increment(ref next); i < count && failure is null; i = Interlocked.Increment(ref next))
            {
                try
                {
                    work(i);
                }
                catch (Exception e)
                {
                    Interlocked.CompareExchange(ref failure, ExceptionDispatchInfo.Capture(e), null);
                }
            }
        }
        // Threads of their own: libtorch keeps a number of threads for each, and those of the pool go on to other work.
        var threads = Enumerable
            .Range(0, Math.Min(count, atOnce))
            .Select(i => new Thread(Work) { IsBackground = true, Name = $"training {i + 1}" })
            .ToList();
        foreach (var thread in threads)
            thread.Start();
        foreach (var thread in threads)
            thread.Join();
        torch.set_num_threads(before);
        failure?.Throw();
    }

    /// <summary>How many trainings a device can take at once.</summary>
    public static int AtOnce(string device) => ComputeDevice.Resolve(device).type == DeviceType.CUDA ? 1 : Environment.ProcessorCount;
}

/// <summary>
/// Short pieces of work on all cores, for a kernel inside a step. <c>Parallel.For</c> does the same with tasks that put themselves back
/// into the queue every moment and a number of workers that changes on the way, which costs more the shorter the work is
/// (tests/Benchmarks/RESULTS.md, levers).
/// </summary>
internal static class AllCores
{
    /// <summary>Does pieces of work that share nothing; returns when all are done.</summary>
    /// <param name="count">How many pieces.</param>
    /// <param name="work">Does one, by index.</param>
    public static void Do(int count, Action<int> work)
    {
        var next = -1;
        void Work()
        {
            for (var i = Interlocked.Increment(ref next); i < count; i = Interlocked.Increment(ref next))
                work(i);
        }
        var others = new Task[Math.Max(1, Math.Min(Environment.ProcessorCount, count)) - 1];
        for (var i = 0; i < others.Length; i++)
            others[i] = Task.Run(Work);
        Work();
        // A task that no core has taken up by now is run here, finds nothing left, and ends.
        Task.WaitAll(others);
    }
}
