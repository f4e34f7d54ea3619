using System.Globalization;

namespace GanStability;

/// <summary>
/// Results that ship with the course, <c>notebooks/results/*.jsonl</c>: many methods on many seeds, trained by us with the command that
/// stands in the README there. They are shown as they were stored, also when the library has changed since; what the reader trains here
/// stands beside them and replaces none.
/// </summary>
public sealed class Stored : IShown
{
    private readonly IReadOnlyList<Method> methods;

    private Stored(string name, Recipe recipe, IReadOnlyList<Method> methods) => (Name, Recipe, this.methods) = (name, recipe, methods);

    /// <summary>The name of the file, which is that of its preset or data set.</summary>
    public string Name { get; }

    /// <summary>The baseline's recipe with the seeds of the file: start from it to train a row of your own.</summary>
    public Recipe Recipe { get; }

    /// <summary>The names of the methods, baseline first.</summary>
    public IReadOnlyList<string> Methods => [.. methods.Select(m => m.Name)];

    /// <summary>Reads a file of results.</summary>
    /// <param name="name">A preset or data set by its name, such as <c>rotating</c>.</param>
    /// <returns>The results.</returns>
    /// <exception cref="ArgumentException">There is no such file; the message lists those that exist.</exception>
    public static Stored Results(string name)
    {
        return Of(name, new ResultFile(Found("", name, ".jsonl")).Read());
    }

    /// <summary>
    /// The seeds of a study that is no comparison on one data set: several recipes, each under its name. The README beside the results
    /// says how they were trained.
    /// </summary>
    /// <param name="study">A study by its name, such as <c>two-causes</c>.</param>
    /// <returns>One result per seed, in the order of the file.</returns>
    /// <exception cref="ArgumentException">There is no such study; the message lists those that exist.</exception>
    public static IReadOnlyList<SeedResult> Seeds(string study) => new ResultFile(Found("studies", study, ".jsonl")).Read();

    /// <summary>One run that took long, as <see cref="GanStability.Run.Save"/> wrote it: its samples, its losses, its recipe.</summary>
    /// <param name="name">A run by its name, such as <c>thousand-modes</c>.</param>
    /// <returns>The run, on this machine's processor.</returns>
    /// <exception cref="ArgumentException">There is no such run; the message lists those that exist.</exception>
    /// <exception cref="InvalidDataException">The file is damaged.</exception>
    public static Run Run(string name) => GanStability.Run.Load(Found("runs", name, ".run"));

    /// <summary>The baseline and some of the methods, on the seeds that all of them have.</summary>
    /// <param name="names">Names out of <see cref="Methods"/>; none for all of them.</param>
    /// <returns>The comparison; it shows its table.</returns>
    /// <exception cref="ArgumentException">A method that is not stored; the message lists those that are.</exception>
    public Comparison Compare(params IReadOnlyList<string> names)
    {
        ArgumentNullException.ThrowIfNull(names);
        if (names.FirstOrDefault(n => !Methods.Contains(n)) is { } unknown)
            throw new ArgumentException(
                $"'{unknown}' is not among the stored results '{Name}'; there are: {string.Join(", ", Methods)}. Train it here: "
                    + "Kit.Showdown(stored, …).Train(recipe).",
                nameof(names)
            );
        List<Method> chosen =
        [
            methods[0],
            .. (names.Count == 0 ? Methods.Skip(1) : names.Where(n => n != methods[0].Name).Distinct()).Select(n =>
                methods.First(m => m.Name == n)
            ),
        ];
        var shared = chosen.Select(m => m.Seeds.Select(r => r.Seed)).Aggregate((a, b) => a.Intersect(b)).ToHashSet();
        Method Shared(Method method) => method with { Seeds = [.. method.Seeds.Where(r => shared.Contains(r.Seed))] };
        return new(Shared(chosen[0]), [.. chosen.Skip(1).Select(Shared)]);
    }

    /// <inheritdoc/>
    public string ToHtml() => Compare().ToHtml();

    /// <inheritdoc/>
    public string ToText() => Compare().ToText();

    /// <summary>The results of a file.</summary>
    internal static Stored Of(string name, IReadOnlyList<SeedResult> results)
    {
        var newest = Showdown.Newest(results);
        if (newest.Count == 0)
            throw new ArgumentException($"The stored results '{name}' are empty.", nameof(results));
        var origin = $"Stored results: trained by us{On(newest)}; the command stands in notebooks/results/README.md.";
        var methods = newest
            .GroupBy(r => (r.Recipe, r.Settings))
            .Select(g => new Method(g.Key.Recipe, [.. g.OrderBy(r => r.Seed)]) { Origin = origin })
            .OrderBy(m => m.Name != Recipe.Plain)
            .ToList();
        if (methods.GroupBy(m => m.Name).FirstOrDefault(g => g.Count() > 1) is { } twice)
            throw new ArgumentException(
                $"'{twice.Key}' stands twice in the stored results '{name}', with other settings.",
                nameof(results)
            );
        var baseline = methods[0].Seeds;
        var recipe = Names.Recipe(name) with
        {
            Name = methods[0].Name,
            Seed = baseline[0].Seed,
            Replicas = baseline.Count,
            Steps = baseline[0].Steps,
        };
        return new(name, recipe, methods);
    }

    private static string Found(string below, string name, string ending)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(name);
        var folder = Path.Combine(Paths.Root, "notebooks", "results", below);
        var files = Directory.Exists(folder) ? Directory.EnumerateFiles(folder, "*" + ending) : [];
        string[] names = [.. files.Select(f => Path.GetFileNameWithoutExtension(f)).Order(StringComparer.Ordinal)];
        return names.Contains(name)
            ? Path.Combine(folder, name + ending)
            : throw new ArgumentException(
                $"There are no stored results '{name}'. "
                    + (names.Length == 0 ? "Their folder is empty." : $"There are: {string.Join(", ", names)}."),
                nameof(name)
            );
    }

    /// <summary>When, and with which builds of the library.</summary>
    private static string On(IReadOnlyList<SeedResult> results)
    {
        DateOnly[] days = [.. results.Select(r => r.Day).OfType<DateOnly>().Distinct().Order()];
        string[] builds = [.. results.Select(r => r.Build).OfType<string>().Distinct()];
        return (days.Length == 0 ? "" : string.Create(CultureInfo.InvariantCulture, $" on {days[^1]:yyyy-MM-dd}"))
            + (builds.Length == 0 ? "" : $" with build {string.Join(", ", builds)} of the library");
    }
}
