namespace GanStability;

/// <summary>A run in a file: what was learned is kept, and opens in another session.</summary>
public sealed partial class Run
{
    private const string Extension = ".run";
    private static readonly StateFile Format = new("GanStability run 1");
    private Identity? identity;
    private Identity? seedIdentity;

    /// <summary>What decides this run.</summary>
    internal Identity Identity => identity ??= Identity.OfRun(Requested);

    /// <summary>What decides one seed of it.</summary>
    internal Identity SeedIdentity => seedIdentity ??= Identity.Of(Requested);

    /// <summary>
    /// Saves the players, the course of training and the recipe: <see cref="Load"/> opens them in another session, with the same samples
    /// bit for bit on the same kind of machine. Of data that is more than a few numbers only its description is kept.
    /// </summary>
    /// <param name="path">The file, such as <c>ring.run</c>. A run that was saved there before is replaced, anything else is left.</param>
    /// <param name="replica">The replica, from 0; null for all of them.</param>
    /// <exception cref="ArgumentException">No file name, a folder, or a file that is not a saved run.</exception>
    /// <exception cref="ArgumentOutOfRangeException">There is no such replica.</exception>
    /// <exception cref="IOException">The file cannot be written; a run that was saved there before is untouched.</exception>
    /// <exception cref="ObjectDisposedException">The run was freed.</exception>
    public void Save(string path, int? replica = null)
    {
        if (replica is { } one)
        {
            CheckReplica(one);
            if (Recipe.Replicas > 1)
            {
                using var solo = Only(one);
                solo.Save(path);
                return;
            }
        }
        _ = Players;
        var full = Writable(path);
        try
        {
            Format.Write(full, new StateHeader(Name, Identity.Build, Identity.Settings, RecipeText.Of(Requested)), Everything);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new IOException(
                $"The run '{Name}' could not be saved as '{path}': {e.Message} Give a file that can be written; the run is still here.",
                e
            );
        }

        void Everything(RunState state)
        {
            var points = dataSample?.Points ?? [];
            state.Value(points.Count);
            foreach (var each in points)
            {
                state.Value(each.Length);
                state.Numbers(each);
            }
            SaveOrRestore(state);
        }
    }

    /// <summary>Opens a run that <see cref="Save"/> wrote.</summary>
    /// <param name="path">The file.</param>
    /// <param name="recipe">
    /// The recipe that it was trained with, where a network, an objective or a stabilizer is of your own making; otherwise it may be left
    /// out. With it the run also has its data again.
    /// </param>
    /// <returns>
    /// The run: samples, figures and tables as before. One that was saved before its end goes on with <see cref="Trainer.Resume"/>, given
    /// its recipe.
    /// </returns>
    /// <exception cref="FileNotFoundException">There is no such file.</exception>
    /// <exception cref="InvalidDataException">It is damaged, is no saved run, or belongs to another recipe; the message says
    /// which.</exception>
    /// <exception cref="ArgumentException">The run needs its recipe, or no file was named.</exception>
    public static Run Load(string path, Recipe? recipe = null)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(path);
        var full = Path.GetFullPath(path);
        if (!File.Exists(full))
            throw new FileNotFoundException($"There is no file '{path}' to open a run from: save one with run.Save(\"{path}\").", full);
        try
        {
            return Format.Read(full, (header, state) => Restored(RecipeOf(header, recipe, path, state.Left), state, withPoints: true));
        }
        catch (InvalidDataException e)
        {
            throw new InvalidDataException($"The file '{path}' cannot be opened as a run: {e.Message}.", e);
        }
    }

    /// <summary>A run as a file has it.</summary>
    /// <exception cref="InvalidDataException">The file has something else; the message is the reason.</exception>
    internal static Run Restored(Recipe recipe, RunState state, bool withPoints = false)
    {
        var points = withPoints ? Points(state) : [];
        if (points.Count > 0 && points.Count != recipe.Replicas)
            throw new InvalidDataException("it is damaged: its data is not that of its recipe");
        Run? run = null;
        try
        {
            run = new Run(recipe, points.Count > 0 ? points : null);
            run.SaveOrRestore(state);
            return run;
        }
        catch (Exception e)
        {
            run?.Dispose();
            if (withPoints && e is ArgumentException or OverflowException)
                throw new InvalidDataException($"it is damaged ({e.Message.Split('\n')[0]})", e);
            throw;
        }
    }

    /// <summary>Writes or reads everything that training has changed.</summary>
    internal void SaveOrRestore(RunState state)
    {
        Learned(state, state.Value(IsFinished));
        History.SaveOrRestore(state);
        Live(supervisor).SaveOrRestore(state);
    }

    private bool IsFinished => Outcome is Outcome.Completed or Outcome.Diverged;

    /// <summary>The players, with all that is needed to go on, or, when training is finished, to take samples.</summary>
    private void Learned(RunState state, bool finished)
    {
        Players.Generator.SaveOrRestore(state);
        Players.Discriminator.SaveOrRestore(state);
        if (!finished)
        {
            Algorithm.SaveOrRestore(state);
            Live(supervisor).Good.SaveOrRestore(state);
            return;
        }
        foreach (var hook in Live(hooks))
            hook.Hooks.SaveOrRestore(state);
    }

    /// <summary>One replica as a run of its own.</summary>
    private Run Only(int replica)
    {
        var points = dataSample is null ? null : new[] { dataSample.Points[replica] };
        var solo = new Run(Requested with { Seed = Requested.Seed + replica, Replicas = 1 }, points);
        using var memory = new MemoryStream();
        using (var writer = new BinaryWriter(memory, System.Text.Encoding.UTF8, leaveOpen: true))
            Learned(new RunState(writer, replica, Recipe.Replicas), IsFinished);
        memory.Position = 0;
        using var reader = new BinaryReader(memory);
        solo.Learned(new RunState(reader), IsFinished);
        solo.History.TakeOver(History, replica);
        Live(solo.supervisor).TakeOver(Live(supervisor), replica);
        return solo;
    }

    private static List<float[]> Points(RunState state)
    {
        var points = new List<float[]>();
        for (var left = state.Value(0); left > 0; left--)
        {
            var count = state.Value(0);
            state.Expect((long)count * sizeof(float));
            points.Add(new float[count]);
            state.Numbers(points[^1]);
        }
        return points;
    }

    private static Recipe RecipeOf(StateHeader header, Recipe? given, string path, long bytes)
    {
        if (given is null)
            return header.Recipe is { } text
                ? RecipeText.Read(text, onCpu: header.Settings.GetValueOrDefault(nameof(GanStability.Recipe.Device)) == "CPU", bytes)
                : throw new ArgumentException(
                    $"The run '{header.Name}' in '{path}' has parts of your own making, which a file cannot hold: give the recipe it was "
                        + $"trained with, Run.Load(\"{path}\", recipe).",
                    nameof(given)
                );
        // The file may hold one replica, on another device than this one.
        var recipe = given with
        {
            Seed = Number(nameof(GanStability.Recipe.Seed)),
            Replicas = (int)Number(nameof(GanStability.Recipe.Replicas)),
            EvaluateEvery = (int)Number(nameof(GanStability.Recipe.EvaluateEvery)),
        };
        var now = Identity.OfRun(recipe).Settings;
        var differing = Identity
            .Differing(header.Settings, now)
            .Where(name => name != nameof(GanStability.Recipe.Device) && !Unlike(name))
            .ToList();
        if (differing.Count > 0)
            throw new InvalidDataException($"it belongs to another recipe: {Identity.Difference(Some(header.Settings), Some(now))}");
        return recipe;

        long Number(string name) =>
            long.TryParse(header.Settings.GetValueOrDefault(name), out var number)
                ? number
                : throw new InvalidDataException("it is damaged");

        // What cannot be described is equal to nothing in another session. Whoever gives this file and this recipe means them.
        bool Unlike(string name) =>
            new[] { header.Settings, now }.All(s =>
                s.GetValueOrDefault(name)?.StartsWith(ValueDescription.Unlike, StringComparison.Ordinal) == true
            );

        Dictionary<string, string> Some(IReadOnlyDictionary<string, string> settings) =>
            settings.Where(setting => differing.Contains(setting.Key)).ToDictionary();
    }

    /// <exception cref="ArgumentException">Nothing should be written there.</exception>
    private static string Writable(string path)
    {
        if (string.IsNullOrWhiteSpace(path))
            throw new ArgumentException("Give the name of a file for the run, such as run.Save(\"ring.run\").", nameof(path));
        var full = Path.GetFullPath(path);
        if (Directory.Exists(full) || Path.EndsInDirectorySeparator(path))
            throw new ArgumentException(
                $"'{path}' is a folder: give a file in it, such as {Path.Combine(path, "ring" + Extension)}.",
                nameof(path)
            );
        if (File.Exists(full) && !Format.IsIn(full))
            throw new ArgumentException($"'{path}' is not a saved run, and it is not overwritten: give another name.", nameof(path));
        return full;
    }
}
