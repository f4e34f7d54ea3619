using GanStability.Networks;
using GanStability.Training;

namespace GanStability.Hosting;

/// <summary>
/// Frees runs that nobody can want any more. A notebook session never lets go of a variable: <c>var run = Kit.Train(recipe);</c> run again declares a new
/// <c>run</c> beside the old one, and two hundred presses on a cell would fill the memory. Runs of one recipe and seed are equal bit for bit, so only the newest
/// three are kept.
/// </summary>
internal static class RecentRuns
{
    private const int Kept = 3;
    private static readonly List<(string Recipe, WeakReference<Run> Run)> Runs = [];

    /// <summary>Frees all but the two newest runs of a recipe that is about to be trained again.</summary>
    public static void MakeRoomFor(Recipe recipe)
    {
        lock (Runs)
        {
            Runs.RemoveAll(r => !r.Run.TryGetTarget(out _));
            foreach (var old in Runs.Where(r => r.Recipe == Key(recipe)).SkipLast(Kept - 1).ToList())
            {
                if (old.Run.TryGetTarget(out var run)) run.Dispose();
                Runs.Remove(old);
            }
        }
    }

    /// <summary>Remembers a run, unless its players come from a learner's own function: two such recipes may differ in what cannot be seen.</summary>
    public static void Add(Run run)
    {
        if (run.Asked.Generator is PlainGenerator || run.Asked.Discriminator is PlainDiscriminator) return;
        lock (Runs) Runs.Add((Key(run.Asked), new(run)));
    }

    private static string Key(Recipe recipe) => $"{recipe.Name} {Fingerprint.OfRun(recipe)}";
}
