using System.Text.Json;

namespace GanStability;

/// <summary>Results of several files as one, such as those of the jobs of a study or of two classes.</summary>
internal static class Pool
{
    /// <summary>Reads results files.</summary>
    /// <param name="files">The files, each of which counts once; of a file the newest result of each seed counts.</param>
    /// <param name="note">Gets what the reader should know: lines that could not be read, and seeds that stand in several files.</param>
    /// <returns>One result per recipe, settings and seed, in the order of the files.</returns>
    /// <exception cref="ArgumentException">Two files have different results of the same recipe, settings and seed.</exception>
    public static IReadOnlyList<SeedResult> Read(IReadOnlyList<string> files, Action<string> note)
    {
        var all = new List<(string File, SeedResult Result)>();
        foreach (var file in files)
        {
            var results = Showdown.Newest(new ResultFile(file).Read(out var unread));
            if (unread > 0)
                note($"{(unread == 1 ? "1 line" : $"{unread} lines")} of {Paths.Short(file)} could not be read and left out.");
            all.AddRange(results.Select(r => (file, r)));
        }
        var seeds = all.GroupBy(r => (r.Result.Recipe, r.Result.Settings, r.Result.Seed)).ToList();
        var several = seeds.Where(g => g.Count() > 1).ToList();
        if (several.FirstOrDefault(g => g.Any(r => !Agree(r.Result, g.First().Result))) is { } different)
        {
            var (first, other) = (different.First(), different.First(r => !Agree(r.Result, different.First().Result)));
            throw new ArgumentException(
                $"{Paths.Short(first.File)} and {Paths.Short(other.File)} disagree: seed {different.Key.Seed} of '{different.Key.Recipe}' "
                    + $"on {first.Result.Data} has other results in each, as when its seeds trained in blocks of another size, on another "
                    + "kind of processor or with another build of the kit. Leave one of the files out.",
                nameof(files)
            );
        }
        foreach (var twice in several.GroupBy(g => (g.Key.Recipe, g.First().Result.Data)))
            note(
                $"{twice.Count()} seed{(twice.Count() == 1 ? "" : "s")} of '{twice.Key.Recipe}' on {twice.Key.Data} "
                    + $"stand{(twice.Count() == 1 ? "s" : "")} in several files with the same results: counted once."
            );
        return [.. seeds.Select(g => g.First().Result)];
    }

    /// <summary>The training came to the same, whatever time it took.</summary>
    private static bool Agree(SeedResult a, SeedResult b) => Outcome(a) == Outcome(b);

    private static string Outcome(SeedResult result) =>
        JsonSerializer.Serialize(
            result with
            {
                Description = null,
                Build = null,
                Day = null,
                Seconds = 0,
                ProcessorSeconds = null,
            }
        );
}
