using System.Reflection;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Loader;

namespace GanStability.Engine;

/// <summary>
/// Loads the native code of TorchSharp from one known folder, by full path, before TorchSharp looks for it by name:
/// otherwise a libtorch that belongs to the system (Debian ships an older one) would be taken and fail.
/// </summary>
internal static partial class NativeLibraries
{
    /// <summary>Names a folder with an installed libtorch 2.10, such as <c>torch/lib</c> of a Python PyTorch.</summary>
    public const string FolderVariable = "GANSTABILITY_LIBTORCH";

    private const string Bridge = "libLibTorchSharp.so";

    /// <summary>Where libtorch was loaded from; null when it was not.</summary>
    public static string? LoadedFrom { get; private set; }

    /// <summary>Why loading failed, in words for a reader, with the command that mends it; null when it did not.</summary>
    public static string? Failure { get; private set; }

    /// <summary>The libtorch has a CUDA part.</summary>
    public static bool HasCuda { get; private set; }

    /// <summary>The version of the libtorch that the kit was built with.</summary>
    public static string PackagedVersion { get; } =
        typeof(NativeLibraries)
            .Assembly.GetCustomAttributes<AssemblyMetadataAttribute>()
            .FirstOrDefault(a => a.Key == "LibtorchVersion")
            ?.Value
        ?? "version unknown";

    /// <summary>The folder of the built kit: beside this assembly, or where the build says (tests, tools).</summary>
    public static string KitFolder { get; } = FindKitFolder();

#pragma warning disable CA2255 // native code must be in place before any other member of the library runs
    [ModuleInitializer]
#pragma warning restore CA2255
    internal static void Initialize()
    {
        ResolveFSharpCore();
        try
        {
            Load();
        }
        catch (Exception e) when (e is DllNotFoundException or BadImageFormatException or IOException or UnauthorizedAccessException)
        {
            // A failing module initializer would hide the reason in a TypeInitializationException; the device report prints it.
            var named = Environment.GetEnvironmentVariable(FolderVariable) is { Length: > 0 } folder ? folder : null;
            Failure =
                named is not null && LibtorchFolder.Misfit(LibtorchFolder.VersionOf(named), PackagedVersion) is { } misfit
                    ? $"{e.Message.Split('\n')[0]} {misfit}"
                    : e.Message;
        }
    }

    /// <summary>Throws what <see cref="Failure"/> says, so that training stops with a reason instead of a native error.</summary>
    /// <exception cref="InvalidOperationException">The native libraries could not be loaded.</exception>
    public static void ThrowIfUnavailable()
    {
        if (Failure is not null)
            throw new InvalidOperationException(Failure);
    }

    private static void Load()
    {
        if (!OperatingSystem.IsLinux() || RuntimeInformation.ProcessArchitecture != Architecture.X64)
            throw new DllNotFoundException(
                $"This kit runs on Linux x64; this is {RuntimeInformation.OSDescription} on {RuntimeInformation.ProcessArchitecture}. "
                    + "On Windows use WSL 2 with Ubuntu 24.04."
            );

        var folder = Environment.GetEnvironmentVariable(FolderVariable) is { Length: > 0 } named ? named : KitFolder;
        if (!File.Exists(Path.Combine(folder, "libtorch_cpu.so")))
            throw new DllNotFoundException(
                folder == KitFolder
                    ? "libtorch was not found beside GanStability.dll. Build the kit first: dotnet build -c Release. Or name the folder "
                        + $"torch/lib of a PyTorch 2.10 installation: export {FolderVariable}=/path/to/torch/lib"
                    : $"{FolderVariable} is set to '{folder}', which holds no libtorch_cpu.so. Name the folder torch/lib of a PyTorch "
                        + $"2.10 installation, or unset it."
            );

        ShareTheProcessor();
        KeepMemory();
        // In the order of their dependencies. A Python PyTorch keeps the same names; CUDA parts exist only in a CUDA build.
        foreach (
            var pattern in new[] { "libgomp*.so*", "libc10.so", "libtorch_cpu.so", "libc10_cuda.so", "libtorch_cuda.so", "libtorch.so" }
        )
        foreach (var file in Directory.GetFiles(folder, pattern).Order(StringComparer.Ordinal))
            WithoutNnpack(NativeLibrary.Load(file));
        var bridge = NativeLibrary.Load(Path.Combine(KitFolder, Bridge));
        // The bridge lies in the kit, TorchSharp.dll perhaps elsewhere (tests): hand out what was just loaded.
        NativeLibrary.SetDllImportResolver(typeof(TorchSharp.torch).Assembly, (name, _, _) => name == "LibTorchSharp" ? bridge : 0);
        LoadedFrom = folder;
        HasCuda = File.Exists(Path.Combine(folder, "libtorch_cuda.so"));
    }

    /// <summary>
    /// By default libtorch's threads spin for milliseconds while they wait for each other. Alone on the machine that costs nothing; beside
    /// a browser or an editor on two cores it makes a training step many times slower (tests/Benchmarks/RESULTS.md, levers), so they spin
    /// briefly and then sleep. libgomp reads the setting from the C environment when it is loaded, which
    /// <c>Environment.SetEnvironmentVariable</c> does not change.
    /// </summary>
    private static void ShareTheProcessor()
    {
        if (Environment.GetEnvironmentVariable("OMP_WAIT_POLICY") is null)
            _ = SetCEnvironment("GOMP_SPINCOUNT", "10000", 0);
    }

    [LibraryImport("libc", EntryPoint = "setenv", StringMarshalling = StringMarshalling.Utf8)]
    private static partial int SetCEnvironment(string name, string value, int overwrite);

    /// <summary>
    /// NNPACK computes some convolutions on the processors that it knows. On others libtorch writes "Could not initialize NNPACK!" in red
    /// below the cell and computes them without it, as it now does everywhere: the same numbers, and nothing red. TorchSharp has no name
    /// for the setting, so libtorch is asked itself, <c>at::globalContext().setUserEnabledNNPACK(false)</c>.
    /// </summary>
    private static void WithoutNnpack(nint library)
    {
        if (
            NativeLibrary.TryGetExport(library, "_ZN2at13globalContextEv", out var context)
            && NativeLibrary.TryGetExport(library, "_ZN2at7Context20setUserEnabledNNPACKEb", out var enable)
        )
            Marshal.GetDelegateForFunctionPointer<EnableNnpack>(enable)(
                Marshal.GetDelegateForFunctionPointer<GlobalContext>(context)(),
                false
            );
    }

    [UnmanagedFunctionPointer(CallingConvention.Cdecl)]
    private delegate nint GlobalContext();

    [UnmanagedFunctionPointer(CallingConvention.Cdecl)]
    private delegate void EnableNnpack(nint context, [MarshalAs(UnmanagedType.U1)] bool enabled);

    /// <summary>
    /// By default glibc gives the memory of every larger tensor back to the system and asks for it again, zeroed page by page, a moment
    /// later: a tenth to a third of a step (tests/Benchmarks/RESULTS.md, levers). It is told to ask for 64 MB at a time and to keep what it
    /// has. Whoever has set one of glibc's own variables is left alone.
    /// </summary>
    private static void KeepMemory()
    {
        string[] variables = ["MALLOC_TRIM_THRESHOLD_", "MALLOC_MMAP_THRESHOLD_", "MALLOC_TOP_PAD_", "GLIBC_TUNABLES"];
        if (variables.Any(v => Environment.GetEnvironmentVariable(v) is not null))
            return;
        try
        {
            _ = SetAllocator(TrimThreshold, 256 * Megabyte);
            _ = SetAllocator(TopPad, 64 * Megabyte);
            // The largest value glibc takes.
            _ = SetAllocator(MapThreshold, 32 * Megabyte);
        }
        catch (EntryPointNotFoundException)
        {
            // Another C library: nothing to tune.
        }
    }

    private const int TrimThreshold = -1,
        TopPad = -2,
        MapThreshold = -3,
        Megabyte = 1 << 20;

    [LibraryImport("libc", EntryPoint = "mallopt")]
    private static partial int SetAllocator(int parameter, int value);

    /// <summary>
    /// Plotly.NET is written in F#. A .NET Interactive kernel brings an older FSharp.Core and a bare script host loads it twice;
    /// both end in a missing method. One copy for the whole process: the one already loaded, else the kit's.
    /// </summary>
    private static void ResolveFSharpCore() =>
        AssemblyLoadContext.Default.Resolving += (context, name) =>
        {
            if (name.Name != "FSharp.Core")
                return null;
            var loaded = AppDomain.CurrentDomain.GetAssemblies().FirstOrDefault(a => a.GetName().Name == "FSharp.Core");
            var file = Path.Combine(KitFolder, "FSharp.Core.dll");
            return loaded ?? (File.Exists(file) ? context.LoadFromAssemblyPath(file) : null);
        };

    private static string FindKitFolder()
    {
        var beside = Path.GetDirectoryName(typeof(NativeLibraries).Assembly.Location) ?? AppContext.BaseDirectory;
        return File.Exists(Path.Combine(beside, Bridge)) || AppContext.GetData("GanStability.Kit") is not string kit ? beside : kit;
    }
}

/// <summary>Paths as a reader should see them: without what is only true on this machine, so that outputs can be committed.</summary>
internal static class Paths
{
    /// <summary>The folder that holds the project: two above the kit (artifacts/kit).</summary>
    public static string Root { get; } = Path.GetFullPath(Path.Combine(NativeLibraries.KitFolder, "..", ".."));

    /// <summary>Where interrupted runs are kept.</summary>
    public static string Checkpoints { get; } = Path.Combine(Root, "artifacts", "checkpoints");

    /// <summary>Shortens a path: relative to the project, else to the home folder, else its last two parts.</summary>
    public static string Short(string path)
    {
        var full = Path.TrimEndingDirectorySeparator(Path.GetFullPath(path));
        var home = Environment.GetFolderPath(Environment.SpecialFolder.UserProfile);
        if (IsUnder(full, Root))
            return Path.GetRelativePath(Root, full);
        if (home.Length > 1 && IsUnder(full, home))
            return "~/" + Path.GetRelativePath(home, full);
        return "…/" + string.Join('/', full.Split('/').TakeLast(2));
    }

    private static bool IsUnder(string path, string folder) =>
        path.StartsWith(Path.TrimEndingDirectorySeparator(folder) + "/", StringComparison.Ordinal);
}
