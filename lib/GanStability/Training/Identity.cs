using System.Security.Cryptography;
using System.Text;

namespace GanStability.Engine;

/// <summary>
/// What decides the outcome of a recipe, setting by setting in words: network, data, objective, stabilizers, with the code of whatever is
/// the learner's own. Results, checkpoints and runs belong together where these lines are equal; where not, <see cref="Difference"/> says
/// which differs. The library's own code is the <see cref="Build"/>. A setting that is none is as one that is not there: so what the
/// library learns to set later leaves older results as they are, where it is not used.
/// </summary>
internal sealed class Identity
{
    private const int HashLength = 12;
    private const int MostNamed = 4;
    private const int Longest = 80;

    private static readonly string[] OfTheRun = [nameof(Recipe.Seed), nameof(Recipe.Replicas), nameof(Recipe.EvaluateEvery)];

    private Identity(IReadOnlyDictionary<string, string> settings)
    {
        Settings = settings;
        Hash = HashOf(settings);
    }

    /// <summary>The build of the library: the same source built alike has the same.</summary>
    public static string Build { get; } = typeof(Identity).Assembly.ManifestModule.ModuleVersionId.ToString("N")[..HashLength];

    /// <summary>The value of every setting, by its name, such as <c>Generator.Latent</c>; in the order of the names.</summary>
    public IReadOnlyDictionary<string, string> Settings { get; }

    /// <summary>A short name for all of them.</summary>
    public string Hash { get; }

    /// <summary>Everything that decides the outcome of one seed: not the name, seed, replicas, device or when it is measured.</summary>
    public static Identity Of(Recipe recipe) => new(Describe(recipe));

    /// <summary>
    /// Everything that decides a whole run, its measurements too: equal where two runs are equal bit for bit on one machine.
    /// </summary>
    public static Identity OfRun(Recipe recipe)
    {
        var settings = Describe(recipe);
        settings[nameof(Recipe.Device)] = ComputeDevice.Resolve(recipe.Device).type.ToString();
        foreach (var name in OfTheRun)
            settings[name] = ValueDescription.Inline(typeof(Recipe).GetProperty(name)!.GetValue(recipe))!;
        return new(settings);
    }

    /// <summary>What decides what is drawn from data.</summary>
    public static Identity Of(IDataSource data) => new(new ValueDescription().Add(nameof(Recipe.Data), data).Lines);

    /// <summary>Which settings differ, in words.</summary>
    /// <param name="was">The settings that were written down.</param>
    /// <param name="now">The settings as they are.</param>
    /// <returns>Such as <c>Generator.Latent was 4, is now 8</c>; null where none differs.</returns>
    public static string? Difference(IReadOnlyDictionary<string, string> was, IReadOnlyDictionary<string, string> now)
    {
        var differences = Differing(was, now).Select(name => Sentence(name, was.GetValueOrDefault(name), now.GetValueOrDefault(name)));
        return differences.ToList() switch
        {
            [] => null,
            var few when few.Count <= MostNamed => string.Join("; ", few),
            var many => $"{string.Join("; ", many.Take(MostNamed))}; and {many.Count - MostNamed} more settings differ",
        };
    }

    /// <summary>The names of the settings that differ.</summary>
    public static IEnumerable<string> Differing(IReadOnlyDictionary<string, string> was, IReadOnlyDictionary<string, string> now) =>
        was.Keys.Union(now.Keys)
            .Order(StringComparer.Ordinal)
            .Where(name => was.GetValueOrDefault(name, ValueDescription.None) != now.GetValueOrDefault(name, ValueDescription.None));

    /// <summary>A short name for settings.</summary>
    /// <param name="settings">Every setting by its name.</param>
    internal static string HashOf(IReadOnlyDictionary<string, string> settings)
    {
        var set = settings.Where(s => s.Value != ValueDescription.None).OrderBy(s => s.Key, StringComparer.Ordinal);
        return HashOf(string.Join('\n', set.Select(s => $"{s.Key}={s.Value}")));
    }

    /// <summary>A short hash of a text.</summary>
    internal static string HashOf(string text) => HashOf(Encoding.UTF8.GetBytes(text));

    /// <summary>A short hash of bytes.</summary>
    internal static string HashOf(ReadOnlySpan<byte> bytes) => Convert.ToHexStringLower(SHA256.HashData(bytes))[..HashLength];

    private static string Sentence(string name, string? was, string? now) =>
        (was, now) switch
        {
            (null, _) => $"{name} is now {now}, and was not there",
            (_, null) => $"{name} was {was}, and is not there now",
            _ when now.StartsWith(ValueDescription.Unlike, StringComparison.Ordinal) => $"{name} is {now}, which equals nothing but itself",
            _ when was.StartsWith(CodeDescription.Prefix, StringComparison.Ordinal) =>
                $"the code of {name.Replace(" (code)", "", StringComparison.Ordinal)} has changed",
            _ when Short(was) != Short(now) => $"{name} was {Short(was)}, is now {Short(now)}",
            _ => $"{name} has changed",
        };

    private static string Short(string value) => value.Length <= Longest ? value : $"{value[..Longest]}…";

    private static SortedDictionary<string, string> Describe(Recipe recipe)
    {
        var description = new ValueDescription();
        foreach (var field in ValueDescription.FieldsOf(typeof(Recipe)))
            if (field.Name is var name && name is not (nameof(Recipe.Name) or nameof(Recipe.Device)) && !OfTheRun.Contains(name))
                description.Add(name, field.Field.GetValue(recipe));
        return description.Lines;
    }
}
