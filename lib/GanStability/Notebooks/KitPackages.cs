using System.Text.Json;

namespace GanStability;

/// <summary>The NuGet packages that come with the kit, for cells that ask for one with <c>#r "nuget: …"</c>.</summary>
internal static class KitPackages
{
    /// <summary>
    /// Why the package must not be loaded once more. A kernel takes a package's assemblies from the package cache although the kit has
    /// loaded its own: two sets of types of the same name, and every variable that was made with one of them is lost for the other.
    /// </summary>
    /// <param name="package">The name, in any case.</param>
    /// <param name="kit">The folder of the kit.</param>
    /// <returns>The sentence; null for a package that the kit does not bring.</returns>
    public static string? Refusal(string package, string kit) =>
        Brought(kit).FirstOrDefault(name => name.Equals(package, StringComparison.OrdinalIgnoreCase)) is not { } name
            ? null
            : $"{name} comes with the kit: leave the line with #r \"nuget: {name}\" out, and use the package as it is. A second copy "
                + $"would bring a second set of its types, "
                + "and nothing of the kit would fit them.";

    /// <summary>
    /// Names of packages, as the build noted them; of one whose dependencies stay out of the kit there is only the assembly.
    /// </summary>
    private static IEnumerable<string> Brought(string kit)
    {
        var notes = Path.Combine(kit, "GanStability.deps.json");
        if (!File.Exists(notes))
            return [];
        using var json = JsonDocument.Parse(File.ReadAllBytes(notes));
        return
        [
            .. json
                .RootElement.GetProperty("libraries")
                .EnumerateObject()
                .Where(library => library.Value.GetProperty("type").GetString() == "package")
                .Select(library => library.Name.Split('/')[0]),
            .. Directory.EnumerateFiles(kit, "*.dll").Select(Path.GetFileNameWithoutExtension).OfType<string>(),
        ];
    }
}
