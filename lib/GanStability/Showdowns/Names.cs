using System.Globalization;
using System.Reflection;
using System.Text.RegularExpressions;

namespace GanStability;

/// <summary>
/// Recipes and stabilizers by the names of a command line: the property <c>Presets.Rotating</c> is <c>rotating</c>, and <c>new
/// LabelSmoothing(0.9)</c> is <c>label-smoothing:0.9</c>. Found by reflection, so a new stabilizer is known here without a list to keep.
/// </summary>
internal static partial class Names
{
    /// <summary>The presets that can be named.</summary>
    public static IReadOnlyList<string> Presets { get; } =
    [
        .. typeof(Presets)
            .GetProperties(BindingFlags.Public | BindingFlags.Static)
            .Where(p => p.PropertyType == typeof(Recipe))
            .Select(p => Kebab(p.Name))
            .Order(StringComparer.Ordinal),
    ];

    /// <summary>The stabilizers that can be named.</summary>
    public static IReadOnlyList<string> Stabilizers { get; } =
    [.. Catalogue.Types<Stabilizer>().Select(t => Kebab(t.Name)).Order(StringComparer.Ordinal)];

    /// <summary>A preset by its name.</summary>
    /// <param name="name">One of <see cref="Presets"/>.</param>
    /// <returns>The recipe.</returns>
    /// <exception cref="ArgumentException">Another name; the message lists those that exist.</exception>
    public static Recipe Preset(string name) =>
        typeof(Presets)
            .GetProperties(BindingFlags.Public | BindingFlags.Static)
            .FirstOrDefault(p => p.PropertyType == typeof(Recipe) && Kebab(p.Name) == name)
            ?.GetValue(null) as Recipe
        ?? throw new ArgumentException($"There is no preset '{name}'. There are: {string.Join(", ", Presets)}.", nameof(name));

    /// <summary>The recipe that belongs to a name: a preset, or <see cref="Presets.Digits"/> on a data set of this machine.</summary>
    /// <param name="name">One of <see cref="Presets"/>, or a data set such as <c>mnist</c>.</param>
    /// <returns>The recipe.</returns>
    /// <exception cref="ArgumentException">Another name; the message lists those that exist.</exception>
    /// <exception cref="FileNotFoundException">The data set is not on this machine; the message says how to get it.</exception>
    public static Recipe Recipe(string name) =>
        Presets.Contains(name) ? Preset(name)
        : DataSets.Names.Contains(name) ? GanStability.Presets.Digits with { Name = name, Data = DataSets.Open(name) }
        : throw new ArgumentException(
            $"There is no preset '{name}' and no data set of that name. There are: {string.Join(", ", Presets.Concat(DataSets.Names))}.",
            nameof(name)
        );

    /// <summary>A stabilizer by its name and the first values of its constructor.</summary>
    /// <param name="text">Such as <c>minibatch-discrimination</c> or <c>minibatch-discrimination:16:8</c>.</param>
    /// <returns>The stabilizer.</returns>
    /// <exception cref="ArgumentException">Another name, too many values, or a value of another kind.</exception>
    public static Stabilizer Stabilizer(string text)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(text);
        var parts = text.Split(':');
        var type = Catalogue.Types<Stabilizer>().FirstOrDefault(t => Kebab(t.Name) == parts[0])
            ?? throw new ArgumentException(
                $"There is no stabilizer '{parts[0]}'. There are: {string.Join(", ", Stabilizers)}.",
                nameof(text)
            );
        var constructor = Catalogue.Settings(type);
        var parameters = constructor.GetParameters();
        if (parts.Length - 1 > parameters.Length)
            throw new ArgumentException(
                $"'{parts[0]}' takes at most {parameters.Length} values ({string.Join(":", parameters.Select(p => p.Name))}); got "
                    + $"{parts.Length - 1}.",
                nameof(text)
            );
        return (Stabilizer)
            constructor.Invoke([.. parameters.Select((p, i) => i + 1 < parts.Length ? Value(p, parts[i + 1], text) : Default(p, text))]);
    }

    /// <summary>An objective by its name, such as <c>least-squares</c>.</summary>
    /// <param name="text">The name of one of <see cref="GanStability.Objective.All"/>, with hyphens.</param>
    /// <returns>The objective.</returns>
    /// <exception cref="ArgumentException">Another name; the message lists those that exist.</exception>
    public static Objective Objective(string text) =>
        GanStability.Objective.All.FirstOrDefault(o => Hyphened(o) == text)
        ?? throw new ArgumentException(
            $"There is no objective '{text}'. There are: {string.Join(", ", GanStability.Objective.All.Select(Hyphened))}.",
            nameof(text)
        );

    private static string Hyphened(Objective objective) => objective.Name.Replace(' ', '-').ToLowerInvariant();

    private static object Value(ParameterInfo parameter, string value, string text)
    {
        try
        {
            return parameter.ParameterType.IsEnum
                ? Enum.Parse(parameter.ParameterType, value, ignoreCase: true)
                : Convert.ChangeType(value, parameter.ParameterType, CultureInfo.InvariantCulture);
        }
        catch (Exception e) when (e is FormatException or OverflowException or InvalidCastException or ArgumentException)
        {
            throw new ArgumentException(
                $"'{value}' in '{text}' is not a value for {parameter.Name}, a {parameter.ParameterType.Name}.",
                nameof(text),
                e
            );
        }
    }

    private static object? Default(ParameterInfo parameter, string text) =>
        parameter.HasDefaultValue
            ? parameter.DefaultValue
            : throw new ArgumentException($"'{text}' lacks a value for {parameter.Name}: write {text}:<{parameter.Name}>.", nameof(text));

    private static string Kebab(string name) => WordStart().Replace(name, "-$0").ToLowerInvariant();

    [GeneratedRegex("(?<!^)[A-Z](?![A-Z0-9])|(?<=[a-z])[A-Z]")]
    private static partial Regex WordStart();
}
