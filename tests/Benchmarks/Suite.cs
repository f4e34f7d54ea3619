using System.Globalization;
using System.Runtime.InteropServices;
using System.Text.Json;
using GanStability;
using TorchSharp;

namespace GanStability.Benchmarks;

/// <summary>All comparisons of one run, or those whose name contains <c>only</c>, printed as they come and written as JSON.</summary>
internal sealed class Suite(string device, int repeats, double seconds, string python, string only)
{
    private static readonly JsonSerializerOptions Indented = new() { WriteIndented = true };
    private readonly List<Row> rows = [];
    private readonly List<string> facts = [];

    /// <summary>Measures everything.</summary>
    public void Run(string json, bool memory)
    {
        Fact(
            $"{RuntimeInformation.OSDescription}, {RuntimeInformation.FrameworkDescription}, {Environment.ProcessorCount} cores, "
                + $"device {device}, libtorch threads {torch.get_num_threads()}"
        );
        if (Wanted("start-up"))
            FirstStep();
        // First, while the process holds nothing else.
        if (memory && Wanted("memory"))
            Memory();
        Compare(
            "replicas (ring, batch 128)",
            [.. new[] { 1, 4, 16, 32 }.Select(r => Cases.Of(Cases.Ring(r, device), FormattableString.Invariant($"R = {r}")))]
        );
        var ring = Cases.Ring(10, device);
        Compare(
            "stabilizers (ring, R = 10, batch 128)",
            [Cases.Of(ring), .. Cases.Stabilizers.Select(s => Cases.Of(ring with { Name = s.Name, Stabilizers = [s] }))]
        );
        Compare("parts of a plain step (ring, R = 10)", [Cases.Of(ring), Cases.Products(ring), Cases.Optimizer(ring)]);
        Compare(
            "batch of minibatch discrimination (R = 4)",
            [
                .. new[] { 64, 128, 256 }.Select(b =>
                    Cases.Of(
                        Cases.Ring(4, device) with
                        {
                            Batch = b,
                            Stabilizers = [new MinibatchDiscrimination(16, 8)],
                        },
                        FormattableString.Invariant($"batch {b}")
                    )
                ),
            ]
        );
        Compare(
            "width, with historical averaging (R = 4)",
            [
                .. new[] { 64, 128, 256 }.Select(w =>
                    Cases.Of(
                        Cases.Ring(4, device) with
                        {
                            Generator = new MlpGenerator(w, w) { Latent = 64 },
                            Discriminator = new MlpDiscriminator(w, w),
                            Stabilizers = [new HistoricalAveraging(0.01)],
                        },
                        FormattableString.Invariant($"width {w}")
                    )
                ),
            ]
        );
        using (var peer = Peer.Start([python, "python3"], device))
            ComparePeer(peer);
        if (Wanted("managed bytes"))
            Managed(ring);
        Directory.CreateDirectory(Path.GetDirectoryName(Path.GetFullPath(json))!);
        File.WriteAllText(json, JsonSerializer.Serialize(new { Facts = facts, Rows = rows }, Indented));
        Console.WriteLine($"\nwritten to {json}");
    }

    private bool Wanted(string group) => group.Contains(only, StringComparison.Ordinal);

    private void FirstStep()
    {
        var startUp = StartUp.Measure(device, repeats);
        Fact(
            string.Create(
                CultureInfo.InvariantCulture,
                $"start-up to first step (a new process each): {Measurement.Median(startUp):0.00} s, {startUp.Min():0.00} to "
                    + $"{startUp.Max():0.00}"
            )
        );
    }

    private void ComparePeer(Peer? peer)
    {
        if (peer is null)
        {
            Fact("PyTorch: no python3 with torch was found, so nothing was compared with it");
            Compare("pictures 28×28, batch 64", [Cases.Of(Cases.Pictures(device))]);
            return;
        }
        Fact($"PyTorch peer: {peer.Version}");
        object Ring(bool tuned, int threads, string with = "") =>
            new
            {
                data = "ring",
                batch = 128,
                latent = 64,
                tuned,
                threads,
                with,
            };
        var one = Cases.Ring(1, device);
        Compare(
            "ring, R = 1: kit against PyTorch eager",
            [
                Cases.Of(one),
                peer.Case("PyTorch, stock, 1 thread", Ring(false, 1)),
                peer.Case("PyTorch, stock, 2 threads", Ring(false, 2)),
                peer.Case("PyTorch, tuned, 1 thread", Ring(true, 1)),
            ]
        );
        foreach (var stabilizer in Cases.Stabilizers)
        {
            var name = PeerNames.First(n => stabilizer.Name.Contains(n, StringComparison.Ordinal));
            Compare(
                $"ring, R = 1, {stabilizer.Name}: kit against PyTorch eager",
                [Cases.Of(one with { Stabilizers = [stabilizer] }, "kit"), peer.Case("PyTorch, tuned, 1 thread", Ring(true, 1, name))]
            );
        }
        var pictures = Cases.Pictures(device);
        using var stored = ImageSet.Draw((SyntheticDigits)pictures.Data, 2000, seed: 1);
        object Digits(int threads) =>
            new
            {
                data = "pictures",
                batch = 64,
                latent = pictures.Generator.Latent,
                width = ((ConvGenerator)pictures.Generator).Width,
                tuned = true,
                threads,
            };
        Compare(
            "pictures 28×28, batch 64: kit against PyTorch eager",
            [
                Cases.Of(pictures with { Data = stored }, "kit, stored pictures"),
                Cases.Of(pictures, "kit, pictures drawn on the way"),
                peer.Case("PyTorch, tuned, 1 thread", Digits(1)),
                peer.Case("PyTorch, tuned, 2 threads", Digits(2)),
            ]
        );
    }

    // What peer.py calls the stabilizers.
    private static readonly string[] PeerNames =
    [
        "feature matching",
        "label smoothing",
        "historical averaging",
        "batch normalisation",
        "minibatch discrimination",
        "spectral normalisation",
        "R1",
        "WGAN-GP",
        "instance noise",
        "two time scales",
        "packing",
        "weight averaging",
        "unrolled discriminator",
    ];

    /// <summary>What a step leaves to the garbage collector: the difference of a longer and a shorter run.</summary>
    private void Managed(Recipe recipe)
    {
        long Bytes(int steps)
        {
            var before = GC.GetAllocatedBytesForCurrentThread();
            using var run = Trainer.Train(recipe with { Steps = steps, EvaluateEvery = steps });
            return GC.GetAllocatedBytesForCurrentThread() - before;
        }
        Bytes(100);
        var perStep = (Bytes(1100) - Bytes(100)) / 1000.0;
        using var allocations = new Allocations();
        Bytes(5000);
        Fact(
            string.Create(
                CultureInfo.InvariantCulture,
                $"managed bytes per step (ring, R = 10): {perStep:0}, of which {allocations.Describe()}"
            )
        );
    }

    private void Memory()
    {
        var watch = new MemoryWatch();
        using var run = Trainer.Train(Cases.Ring(4, device) with { Steps = 20_000, EvaluateEvery = 2000 }, watch);
        Fact($"20 000 steps (ring, R = 4): resident memory {watch.Describe()}");
    }

    private void Compare(string group, IReadOnlyList<Case> cases)
    {
        if (!Wanted(group))
            return;
        var measured = Measurement.Compare(group, cases, repeats, seconds);
        rows.AddRange(measured);
        Console.WriteLine($"\n{group}");
        Console.WriteLine($"{"", -44}{"ms/step", 10}{"replica-steps/s", 18}{"time, ×", 10}   lowest to highest");
        foreach (var r in measured)
            Console.WriteLine(
                string.Create(
                    CultureInfo.InvariantCulture,
                    $"{r.Name, -44}{r.MillisecondsPerStep, 10:0.000}{r.ReplicaStepsPerSecond, 18:0}{r.Ratio, 10:0.00}   "
                        + $"{r.LowestRatio:0.00} to {r.HighestRatio:0.00}"
                )
            );
    }

    private void Fact(string text)
    {
        facts.Add(text);
        Console.WriteLine(text);
    }

    private sealed class MemoryWatch : ITrainingObserver
    {
        private readonly SortedDictionary<int, (long Resident, long Tensors)> seen = [];

        public void Observe(Run run)
        {
            if (run.History.Steps % 2000 == 0)
                seen[run.History.Steps] = (Environment.WorkingSet / 1_000_000, DisposeScopeManager.Statistics.ThreadTotalLiveCount);
        }

        public string Describe() =>
            string.Join(", ", seen.Select(s => $"{s.Value.Resident} MB and {s.Value.Tensors} live tensors at {s.Key}"));
    }
}
