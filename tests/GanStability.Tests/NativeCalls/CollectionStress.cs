using System.Collections.Concurrent;
using System.Diagnostics;
using System.Globalization;
using GanStability.Tests.Stabilizers;
using GanStability.Tests.Training;
using TorchSharp;
using static TorchSharp.torch;

namespace GanStability.Tests.NativeCalls;

/// <summary>
/// Works while one thread collects garbage every millisecond and eight others keep the processors busy, so that a thread is often stopped
/// between taking a handle and using it. Every stabilizer trains on points and, where it applies, on pictures; two threads draw digits; one
/// computes what learners write. All of it must give what it gives in quiet.
/// </summary>
internal sealed class CollectionStress
{
    private readonly ConcurrentDictionary<string, int> failures = new();
    private volatile bool stop;
    private int work;

    /// <summary>Collections while the work was done.</summary>
    public int Collections { get; private set; }

    /// <summary>Pieces of work that were done: a training, a draw of digits, an expression.</summary>
    public int Work => work;

    /// <summary>How many trainings there are: a stabilizer on points or on pictures.</summary>
    public int Trained { get; private set; }

    /// <summary>What failed, how, and how often.</summary>
    public IReadOnlyDictionary<string, int> Failures => failures;

    /// <summary>Does everything once in quiet and then under stress, in turn, until the time is over and all was trained.</summary>
    /// <param name="seconds">How long.</param>
    /// <param name="leastCollections">How many collections there must be at the end.</param>
    /// <param name="part">What to do: <c>trainings</c>, <c>digits</c> or <c>expressions</c>; null for all beside each other.</param>
    public void Run(double seconds, int leastCollections, string? part = null)
    {
        var trainings = part is null or "trainings" ? Trainings().ToList() : [];
        Trained = trainings.Count;
        var expressions = LearnersExpressions.All.Select(e => (e.Name, e.Value, Quiet: e.Value())).ToList();
        var digits = Digits();
        // Native work on one thread: a collection need not wait until it ends, as it must for managed code that spins.
        using var busy = rand(30_000);
        List<Thread> threads =
        [
            Repeat(() =>
            {
                GC.Collect(0);
                Thread.Sleep(1);
            }),
            .. Enumerable.Range(0, 8).Select(_ => Repeat(() => busy.argsort().Dispose())),
        ];
        if (part is null or "digits")
            threads.AddRange(Enumerable.Range(0, 2).Select(_ => Repeat(() => Try("digits", () => Same(digits, Digits())))));
        if (part is null or "expressions")
            threads.Add(Repeat(() => expressions.ForEach(e => Try(e.Name, () => Same([e.Quiet], [e.Value()])))));
        var (watch, before) = (Stopwatch.StartNew(), GC.CollectionCount(0));
        for (var i = 0; i < trainings.Count || watch.Elapsed.TotalSeconds < seconds || Since() < leastCollections; i++)
        {
            if (trainings.Count == 0)
                Thread.Sleep(10);
            else if (trainings[i % trainings.Count] is var t)
                Try(t.Name, () => Same(t.Quiet, t.Samples()));
        }
        Collections = Since();
        stop = true;
        threads.ForEach(t => t.Join());

        int Since() => GC.CollectionCount(0) - before;
    }

    public override string ToString() =>
        string.Create(
            CultureInfo.InvariantCulture,
            $"{Failures.Values.Sum()} of {Work} pieces of work failed; {Trained} kinds of training, {Collections} collections"
        ) + string.Concat(failures.OrderByDescending(f => f.Value).Select(f => $"\n{f.Value} × {f.Key}"));

    /// <summary>
    /// Every stabilizer on points and on pictures, each trained once in quiet; those that refuse to be trained there are left out.
    /// </summary>
    private static IEnumerable<(string Name, Func<float[]> Samples, float[] Quiet)> Trainings()
    {
        var points = TinyRecipes.Ring with { Steps = 20, EvaluateEvery = 20 };
        var pictures = points with
        {
            Data = new SyntheticDigits(),
            Generator = new ConvGenerator(2) { Latent = 4 },
            Discriminator = new ConvDiscriminator(2),
            Steps = 3,
            Batch = 8,
        };
        foreach (var stabilizer in AllStabilizers.OnPoints.Concat(AllStabilizers.OnImages))
        foreach (var (where, recipe) in new[] { ("points", points), ("pictures", pictures) })
        {
            float[] quiet;
            try
            {
                quiet = Train(recipe with { Stabilizers = [stabilizer] });
            }
            catch (ArgumentException)
            {
                continue;
            }
            yield return ($"{stabilizer.Name} on {where}", () => Train(recipe with { Stabilizers = [stabilizer] }), quiet);
        }

        static float[] Train(Recipe recipe)
        {
            using var run = Trainer.Train(recipe);
            return run.Samples(0, 8);
        }
    }

    private static float[] Digits()
    {
        using var generator = new Generator(3);
        using var digits = new SyntheticDigits().Sample(8, generator, CPU);
        return digits.data<float>().ToArray();
    }

    private Thread Repeat(Action action)
    {
        var thread = new Thread(() =>
        {
            while (!stop)
                action();
        })
        {
            IsBackground = true,
        };
        thread.Start();
        return thread;
    }

    private static void Same(float[] expected, float[] actual)
    {
        for (var i = 0; i < expected.Length; i++)
            if (!(Math.Abs(expected[i] - actual[i]) <= 1e-3 * Math.Max(1, Math.Abs(expected[i]))))
                throw new InvalidDataException("another result than in quiet");
    }

    private void Try(string name, Action action)
    {
        Interlocked.Increment(ref work);
        try
        {
            action();
        }
        catch (Exception e)
        {
            // Told at once: the next failure may end the process.
            var failure = $"{name}: {(e.InnerException ?? e).Message.Split('\n')[0]}";
            if (failures.AddOrUpdate(failure, 1, (_, n) => n + 1) == 1)
                Console.WriteLine(failure);
        }
    }
}
