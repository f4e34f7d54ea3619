using System.Globalization;
using System.Net;
using System.Runtime.InteropServices;
using System.Text;
using System.Text.Json;
using TorchSharp;

namespace GanStability;

/// <summary>One line of a <see cref="DeviceReport"/>.</summary>
/// <param name="Name">What was looked at.</param>
/// <param name="Value">What was found.</param>
/// <param name="Good">False when something does not work.</param>
/// <param name="Advice">What to do about it, or null.</param>
public sealed record DeviceFact(string Name, string Value, bool Good = true, string? Advice = null);

/// <summary>What this machine offers, in plain words, with the command that mends what is missing.</summary>
/// <param name="Facts">The lines of the report.</param>
public sealed record DeviceReport(IReadOnlyList<DeviceFact> Facts) : IShown
{
    private const string Unknown = "version unknown";
    private const string DriverFile = "/proc/driver/nvidia/version";

    private static readonly JsonSerializerOptions Indented = new()
    {
        WriteIndented = true,
        PropertyNamingPolicy = JsonNamingPolicy.CamelCase,
    };

    /// <summary>Everything that training needs works.</summary>
    public bool Healthy => Facts.All(f => f.Good);

    /// <summary>Looks at this machine.</summary>
    /// <returns>The report.</returns>
    public static DeviceReport Create()
    {
        var facts = new List<DeviceFact>
        {
            new("System", $"{RuntimeInformation.OSDescription.Trim()} ({RuntimeInformation.ProcessArchitecture})"),
            new(".NET", RuntimeInformation.FrameworkDescription),
            new("Notebook host", Host.Detect().Name),
        };
        if (NativeLibraries.Failure is { } failure)
        {
            facts.Add(new("libtorch", "not loaded", false, failure));
            return new(facts);
        }
        facts.Add(new("TorchSharp", typeof(torch).Assembly.GetName().Version?.ToString(3) ?? "unknown"));
        var version = LibtorchVersion();
        facts.Add(
            new(
                "libtorch",
                $"{version}, loaded from {Paths.Short(NativeLibraries.LoadedFrom!)}",
                Advice: LibtorchFolder.Misfit(version == Unknown ? null : version, NativeLibraries.PackagedVersion)
            )
        );
        facts.Add(new("CPU threads", torch.get_num_threads().ToString(CultureInfo.InvariantCulture)));
        facts.Add(Gpu());
        facts.Add(Data());
        return new(facts);
    }

    /// <inheritdoc/>
    public string ToText()
    {
        var width = Facts.Max(f => f.Name.Length);
        var text = new StringBuilder();
        foreach (var fact in Facts)
        {
            text.Append(fact.Good ? "✓ " : "✗ ").Append(fact.Name.PadRight(width)).Append("  ").Append(fact.Value).Append('\n');
            if (fact.Advice is not null)
                text.Append("    → ").Append(fact.Advice).Append('\n');
        }
        return text.ToString();
    }

    /// <inheritdoc/>
    public string ToHtml()
    {
        var html = new StringBuilder("<table class=\"gs-table gs-report\" style=\"text-align:left\"><tbody>");
        foreach (var fact in Facts)
        {
            html.Append("<tr><td>")
                .Append(fact.Good ? "✓" : "✗")
                .Append("</td><th scope=\"row\" style=\"text-align:left\">")
                .Append(WebUtility.HtmlEncode(fact.Name))
                .Append("</th><td style=\"text-align:left\">")
                .Append(WebUtility.HtmlEncode(fact.Value));
            if (fact.Advice is not null)
                html.Append("<br><em>").Append(WebUtility.HtmlEncode(fact.Advice)).Append("</em>");
            html.Append("</td></tr>");
        }
        return html.Append("</tbody></table>").ToString();
    }

    /// <summary>The report for machines.</summary>
    /// <returns>A JSON object with <c>healthy</c> and <c>facts</c>.</returns>
    public string ToJson() => JsonSerializer.Serialize(new { Healthy, Facts }, Indented);

    private static string LibtorchVersion()
    {
        if (NativeLibraries.LoadedFrom == NativeLibraries.KitFolder)
            return NativeLibraries.PackagedVersion;
        return LibtorchFolder.VersionOf(NativeLibraries.LoadedFrom!) ?? Unknown;
    }

    private static DeviceFact Gpu()
    {
        if (torch.cuda.is_available())
            return new("GPU", NvidiaSmi() ?? $"{torch.cuda.device_count()} CUDA device(s)");
        if (!File.Exists(DriverFile))
            return new("GPU", "none: no NVIDIA driver on this system; everything runs on the CPU");
        return NativeLibraries.HasCuda
            ? new(
                "GPU",
                "not used: CUDA does not start",
                true,
                LibtorchFolder.TooOld(Driver(), Cuda())
                    ?? $"This libtorch is for CUDA {Cuda() ?? "12.8"}. See whether nvidia-smi finds the GPU, and whether "
                        + "CUDA_VISIBLE_DEVICES hides it."
            )
            : new(
                "GPU",
                $"not used: {NvidiaSmi() ?? "an NVIDIA GPU"} is there, but the kit was built for the CPU",
                true,
                "Build for it: dotnet build -c Release -p:TorchBackend=cuda"
            );
    }

    private static string? Driver() => LibtorchFolder.DriverIn(File.ReadAllText(DriverFile));

    private static string? Cuda() => LibtorchFolder.CudaOf(NativeLibraries.LoadedFrom!);

    private static string? NvidiaSmi()
    {
        try
        {
            using var process = System.Diagnostics.Process.Start(
                new System.Diagnostics.ProcessStartInfo("nvidia-smi", "--query-gpu=name,memory.total --format=csv,noheader")
                {
                    RedirectStandardOutput = true,
                    RedirectStandardError = true,
                }
            );
            var line = process?.StandardOutput.ReadLine();
            process?.WaitForExit(5000);
            return string.IsNullOrWhiteSpace(line) ? null : line.Trim();
        }
        catch (System.ComponentModel.Win32Exception)
        {
            return null;
        }
    }

    private static DeviceFact Data()
    {
        var found = DataFolders
            .Found()
            .Select(d =>
                $"{d.Name} ({string.Join("; ", d.Splits.Select(s => $"{DataSets.Word(s.Split)} split in {Paths.Short(s.Folder)}"))})"
            )
            .ToList();
        return new(
            "Data sets",
            found.Count == 0 ? "none downloaded; rings, grids and the kit's own digits need none" : string.Join(", ", found)
        );
    }
}
