using System.Diagnostics;
using System.Security.Cryptography;
using System.Text;
using CsCheck;
using GanStability;
using Xunit;

namespace GanStability.Tests.Training;

/// <summary>Files with bytes changed, cut off or put in: what was written, or a sentence; at once, and in little memory.</summary>
public sealed class MutatedFilesTests : IDisposable
{
    private const int Examples = 150;
    private const long Gigabyte = 1L << 30;
    private static readonly Recipe Tiny = TinyRecipes.Ring with { Replicas = 2, Steps = 20, Stabilizers = [new WeightAveraging()] };
    private readonly string folder = Directory.CreateTempSubdirectory("mutated").FullName;

    private string Name => Path.Combine(folder, "file");

    [Fact]
    public void SavedRuns()
    {
        using var run = Trainer.Train(Tiny);
        run.Save(Name);
        var expected = run.Samples();
        Holds(File.ReadAllBytes(Name), bytes => Opened(bytes, () => Run.Load(Name), expected));
    }

    [Fact]
    public void SavedRunsWhoseHashIsRight()
    {
        // As somebody would make them who means it: what is read is no longer what was written, but it is a run or a sentence.
        using var run = Trainer.Train(Tiny);
        run.Save(Name);
        Holds(File.ReadAllBytes(Name), bytes => Opened(WithTheRightHash(bytes), () => Run.Load(Name), null));
    }

    [Fact]
    public void Checkpoints()
    {
        using var run = Trainer.Train(Tiny, null, new CancellationToken(canceled: true));
        var checkpoint = new Checkpoint(Name);
        checkpoint.Save(run);
        var expected = run.Samples();
        Holds(File.ReadAllBytes(Name), bytes => Opened(bytes, () => checkpoint.Load(Tiny), expected));
    }

    [Fact]
    public void CheckpointsWhoseHashIsRight()
    {
        using var run = Trainer.Train(Tiny, null, new CancellationToken(canceled: true));
        var checkpoint = new Checkpoint(Name);
        checkpoint.Save(run);
        Holds(File.ReadAllBytes(Name), bytes => Opened(WithTheRightHash(bytes), () => checkpoint.Load(Tiny), null));
    }

    [Fact]
    public void ResultsLines()
    {
        var results = new ResultFile(Name);
        results.Append(new Showdown().Train(Tiny));
        Holds(File.ReadAllBytes(Name), bytes =>
        {
            File.WriteAllBytes(Name, bytes);
            var read = results.Read(out var unread);
            Assert.InRange(read.Count + unread, 0, bytes.Count(b => b is (byte)'\n' or (byte)'\r') + 1);
            if (read.Count == 0)
                return;
            // What was read can be used, or a sentence says why not: a changed name or seed is a method of its own.
            try
            {
                var comparison = Comparison.Pair(read);
                _ = GameTable.Compare(comparison).ToText();
            }
            catch (ArgumentException e)
            {
                Assert.Contains("no seed in common", e.Message, StringComparison.Ordinal);
            }
            new Showdown(results).About([Tiny]);
        });
    }

    public void Dispose() => Directory.Delete(folder, recursive: true);

    private void Opened(byte[] bytes, Func<Run> open, float[]? expected)
    {
        File.WriteAllBytes(Name, bytes);
        try
        {
            using var run = open();
            var samples = run.Samples();
            if (expected is not null)
                Assert.Equal(expected, samples);
        }
        catch (InvalidDataException e)
        {
            Assert.EndsWith(".", e.Message, StringComparison.Ordinal);
        }
    }

    private static void Holds(byte[] good, Action<byte[]> reader) =>
        Changes(good)
            .Sample(
                bytes =>
                {
                    var (before, watch) = (GC.GetTotalAllocatedBytes(), Stopwatch.StartNew());
                    reader(bytes);
                    Assert.InRange(watch.Elapsed.TotalSeconds, 0, 5);
                    Assert.InRange(GC.GetTotalAllocatedBytes() - before, 0, Gigabyte);
                },
                iter: Examples
            );

    /// <summary>Most changes fall on the first kilobytes, where names and sizes stand.</summary>
    private static Gen<byte[]> Changes(byte[] good)
    {
        var place = Gen.OneOf(Gen.Int[0, Math.Min(good.Length, 4000) - 1], Gen.Int[0, good.Length - 1]);
        return Gen.OneOf(
            Gen.Select(place, Gen.Byte, (at, value) => With(good, bytes => bytes[at] = value)),
            Gen.Select(place, Gen.Char['0', '9'], (at, digit) => With(good, bytes => Digits(bytes, at, (byte)digit))),
            place.Select(at => good[..at]),
            Gen.Select(place, Gen.Byte.Array[1, 200], (at, more) => (byte[])[.. good[..at], .. more, .. good[at..]]),
            Gen.Select(place, Gen.Int[1, 200], (at, less) => (byte[])[.. good[..at], .. good[Math.Min(good.Length, at + less)..]])
        );
    }

    /// <summary>The next number becomes nines, or another digit.</summary>
    private static void Digits(byte[] bytes, int at, byte digit)
    {
        while (at < bytes.Length && !char.IsAsciiDigit((char)bytes[at]))
            at++;
        for (; at < bytes.Length && char.IsAsciiDigit((char)bytes[at]); at++)
            bytes[at] = digit > '5' ? (byte)'9' : digit;
    }

    private static byte[] With(byte[] good, Action<byte[]> change)
    {
        byte[] bytes = [.. good];
        change(bytes);
        return bytes;
    }

    private static byte[] WithTheRightHash(byte[] bytes)
    {
        var start = 1 + (bytes.Length == 0 ? 0 : bytes[0]);
        if (bytes.Length > start + SHA256.HashSizeInBytes)
            SHA256.HashData(bytes.AsSpan(start + SHA256.HashSizeInBytes)).CopyTo(bytes, start);
        return bytes;
    }
}
