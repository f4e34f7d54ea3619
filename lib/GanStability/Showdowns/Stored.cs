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
        ArgumentException.ThrowIfNullOrWhiteSpace(name);
        var folder = Path.Combine(Paths.Root, "notebooks", "results");
        var files = Directory.Exists(folder) ? Directory.EnumerateFiles(folder, "*.jsonl") : [];
        string[] names = [.. files.Select(f => Path.GetFileNameWithoutExtension(f)).Order(StringComparer.Ordinal)];
        if (!names.Contains(name))
            throw new ArgumentException(
                $"There are no stored results '{name}'. "
                    + (names.Length == 0 ? "The folder notebooks/results is empty." : $"There are: {string.Join(", ", names)}."),
                nameof(name)
            );
        return Of(name, new ResultFile(Path.Combine(folder, name + ".jsonl")).Read());
    }

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

    /// <summary>When, and with which builds of the library.</summary>
    private static string On(IReadOnlyList<SeedResult> results)
    {
        DateOnly[] days = [.. results.Select(r => r.Day).OfType<DateOnly>().Distinct().Order()];
        string[] builds = [.. results.Select(r => r.Build).OfType<string>().Distinct()];
        return (days.Length == 0 ? "" : string.Create(CultureInfo.InvariantCulture, $" on {days[^1]:yyyy-MM-dd}"))
            + (builds.Length == 0 ? "" : $" with build {string.Join(", ", builds)} of the library");
    }
}
