using System.Reflection;

namespace GanStability;

/// <summary>
/// The values of a kind that the library has: its public records, found by reflection, so that there is no list to keep. The longest
/// constructor of such a record is its settings, and their defaults are its usual ones.
/// </summary>
internal static class Catalogue
{
    /// <summary>The public types of a kind.</summary>
    public static IEnumerable<Type> Types<T>() =>
        typeof(Catalogue).Assembly.GetTypes().Where(type => type is { IsAbstract: false, IsPublic: true } && type.IsSubclassOf(typeof(T)));

    /// <summary>
    /// One of each type with its usual settings; a type that has none for one of its parameters is a mistake of the library.
    /// </summary>
    public static IEnumerable<T> Usual<T>() =>
        Types<T>().Select(type => (T)Settings(type).Invoke([.. Settings(type).GetParameters().Select(Default)]));

    /// <summary>The values that are ready-made as static properties of the kind itself, such as <see cref="Objective.Minimax"/>.</summary>
    public static IEnumerable<T> Named<T>() =>
        typeof(T)
            .GetProperties(BindingFlags.Public | BindingFlags.Static)
            .Where(p => p.PropertyType == typeof(T))
            .Select(p => (T)p.GetValue(null)!);

    /// <summary>The constructor whose parameters are the settings of a type.</summary>
    public static ConstructorInfo Settings(Type type) => type.GetConstructors().MaxBy(made => made.GetParameters().Length)!;

    /// <summary>Values in the order of their names, whatever the order of the files.</summary>
    public static IReadOnlyList<T> InOrder<T>(IEnumerable<T> values, Func<T, string> name) =>
        [.. values.OrderBy(name, StringComparer.OrdinalIgnoreCase).ThenBy(name, StringComparer.Ordinal)];

    private static object? Default(ParameterInfo setting) =>
        setting.HasDefaultValue
            ? setting.DefaultValue
            : throw new InvalidOperationException(
                $"{setting.Member.DeclaringType!.Name} has no usual value for {setting.Name}: give the parameter a default."
            );
}
