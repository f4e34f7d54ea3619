namespace GanStability.Engine;

/// <summary>
/// Which libtorch lies in a folder, and what fits it: TorchSharp's bridge is made for one version of libtorch, and a libtorch for CUDA
/// needs a driver that knows its CUDA. The oldest drivers are those of NVIDIA's table of minor version compatibility.
/// </summary>
internal static class LibtorchFolder
{
    private static readonly (int Cuda, string Driver)[] OldestDrivers = [(13, "580.65.06"), (12, "525.60.13"), (11, "450.80.02")];

    /// <summary>
    /// The version, such as <c>2.10.0+cu128</c>: a Python PyTorch writes it beside its folder <c>lib</c> into <c>version.py</c>, an
    /// unpacked libtorch into <c>build-version</c>.
    /// </summary>
    /// <returns>The version; null where nothing says it.</returns>
    public static string? VersionOf(string folder) =>
        Python(folder, "__version__") ?? Line(Beside(folder, "build-version"), _ => true)?.Trim();

    /// <summary>Its CUDA, such as <c>12.8</c>; null where nothing says it.</summary>
    public static string? CudaOf(string folder) =>
        Python(folder, "cuda")
        ?? (
            VersionOf(folder)?.Split("+cu") is [_, { Length: > 2 } digits] && digits.All(char.IsAsciiDigit)
                ? $"{digits[..^1]}.{digits[^1]}"
                : null
        );

    /// <summary>What to do about a libtorch of another version than the bridge was made for; null where they fit.</summary>
    /// <param name="version">The version that was found; null where nothing says it.</param>
    /// <param name="wanted">The version that the kit was built with.</param>
    public static string? Misfit(string? version, string wanted) =>
        version is null || Minor(version) == Minor(wanted)
            ? null
            : $"It is libtorch {version}, and this kit fits {Minor(wanted)}: pip install \"torch=={Minor(wanted)}.*\" in an environment of "
                + $"its own and name its folder torch/lib in {NativeLibraries.FolderVariable}, or unset that to use the kit's own.";

    /// <summary>What to do about a driver that is too old for a CUDA; null where they fit, or where one of them is unknown.</summary>
    /// <param name="driver">The driver's version, such as <c>535.104.05</c>.</param>
    /// <param name="cuda">The libtorch's CUDA, such as <c>12.8</c>.</param>
    public static string? TooOld(string? driver, string? cuda)
    {
        if (!Version.TryParse(driver, out var has) || !Version.TryParse(cuda, out var wanted))
            return null;
        var oldest = OldestDrivers.FirstOrDefault(known => known.Cuda == wanted.Major).Driver;
        return oldest is null || has >= Version.Parse(oldest)
            ? null
            : $"CUDA {cuda} needs an NVIDIA driver of at least {oldest}, and this is {driver}: install a newer driver.";
    }

    /// <summary>The driver's version in what <c>/proc/driver/nvidia/version</c> says; null where it is not there.</summary>
    public static string? DriverIn(string text) =>
        text.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries)
            .FirstOrDefault(word => word.Count(c => c == '.') is 1 or 2 && Version.TryParse(word, out var v) && v.Major > 99);

    private static string Minor(string version) => string.Join('.', version.Split('+')[0].Split('.').Take(2));

    private static string? Python(string folder, string name) =>
        Line(Beside(folder, "version.py"), l => l.Split([' ', ':', '='])[0] == name)?.Split('\'', '"').ElementAtOrDefault(1);

    private static string? Line(string file, Func<string, bool> wanted) =>
        File.Exists(file) ? File.ReadLines(file).FirstOrDefault(wanted) : null;

    private static string Beside(string folder, string name) => Path.Combine(Path.GetFullPath(folder), "..", name);
}
