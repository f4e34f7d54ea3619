using System.IO.Compression;
using System.Text.RegularExpressions;
using TorchSharp;
using static TorchSharp.torch;

namespace GanStability;

/// <summary>
/// The Inception V3 network of the papers (Salimans et al. 2016, arXiv 1606.03498; Heusel et al. 2017, arXiv 1706.08500) as the TorchScript
/// file of 2015-12-05: the only one whose scores may be compared with published ones. It takes 8-bit RGB pictures and resizes them to
/// 299×299 itself; 2048 features for the FID, 1008 class probabilities without the bias of the last layer for the Inception Score.
/// </summary>
internal sealed partial class InceptionNetwork : IFeatureNetwork
{
    private const string Folder = "inception";
    private const string File = "inception-2015-12-05.pt";
    private const int AtOnceOnCpu = 10;
    private readonly jit.ScriptModule network;
    private readonly string[] flags;
    private readonly Device device;

    private InceptionNetwork(jit.ScriptModule network, string[] flags, Device device, string name)
    {
        (this.network, this.flags, this.device, Name) = (network, flags, device, name);
        using var scope = NewDisposeScope();
        var (probabilities, features) = ExtractFeatures(zeros(1, 3, 8, 8));
        (Classes, Features) = ((int)probabilities.shape[1], (int)features.shape[1]);
    }

    /// <inheritdoc/>
    public string Name { get; }

    /// <inheritdoc/>
    public int Classes { get; }

    /// <inheritdoc/>
    public int Features { get; }

    /// <summary>The downloaded file is on this machine.</summary>
    public static bool IsThere => DataFolders.FindFile(Folder, File) is not null;

    /// <summary>Loads the downloaded network.</summary>
    /// <param name="device">Where it looks at pictures; the CPU when null.</param>
    /// <returns>The network.</returns>
    /// <exception cref="FileNotFoundException">It was not downloaded; the message says how to get it.</exception>
    /// <exception cref="InvalidDataException">The file is not that network.</exception>
    public static InceptionNetwork Load(Device? device = null) =>
        Load(
            DataFolders.FindFile(Folder, File)
                ?? throw new FileNotFoundException(
                    "The Inception network is not on this machine (96 MB). Get it with: dotnet run -c Release --project lib/Runner -- "
                        + "data get inception."
                        + " Until then use the digit scores, which need nothing."
                ),
            "Inception V3 of 2015-12-05",
            device ?? CPU
        );

    /// <summary>Loads a TorchScript file with the same signature.</summary>
    internal static InceptionNetwork Load(string path, string name, Device device)
    {
        var flags = FlagsOf(path);
        try
        {
            var network = jit.load(path, device.type, device.index);
            network.eval();
            return new(network, flags, device, name);
        }
        catch (System.Runtime.InteropServices.ExternalException e)
        {
            throw new InvalidDataException(
                $"{Path.GetFileName(path)} cannot be loaded: {e.Message.Split('\n')[0]}. Delete it and fetch it again.",
                e
            );
        }
    }

    /// <inheritdoc/>
    public (Tensor Probabilities, Tensor Features) ExtractFeatures(Tensor pictures)
    {
        ArgumentNullException.ThrowIfNull(pictures);
        if (pictures.dim() != 4 || pictures.shape[1] is not (1 or 3))
            throw new ArgumentException(
                $"The Inception network looks at pictures [N, 1 or 3, height, width]; got [{string.Join(", ", pictures.shape)}].",
                nameof(pictures)
            );
        using var scope = NewDisposeScope();
        using var _ = no_grad();
        // Back to bytes, as a picture file would hold them: that is what the published scores were measured on.
        var bytes = (pictures.to(device) * 127.5 + 127.5).round().clamp(0, 255).to(ScalarType.Byte).expand(-1, 3, -1, -1).contiguous();
        var interrupt = Interrupt.Token;
        // On a CPU a picture takes tens of milliseconds, and an interruption does not wait for all.
        var seen = bytes
            .split(device.type == DeviceType.CPU ? AtOnceOnCpu : Math.Max(1, bytes.shape[0]))
            .Select(few =>
            {
                interrupt.ThrowIfInterrupted("not all pictures were looked at");
                return (Probabilities: Call(few, "no_output_bias").cpu(), Features: Call(few, "return_features").cpu());
            })
            .ToList();
        return (
            cat([.. seen.Select(s => s.Probabilities)]).MoveToOuterDisposeScope(),
            cat([.. seen.Select(s => s.Features)]).MoveToOuterDisposeScope()
        );
    }

    /// <summary>Frees the network.</summary>
    public void Dispose() => network.Dispose();

    private Tensor Call(Tensor bytes, string flag) => (Tensor)network.call([bytes, .. flags.Select(f => (object)(f == flag))]);

    // Arguments can only be passed by position here, and the order of the flags is written in the file: forward(img, return_features,
    // use_fp16, …).
    private static string[] FlagsOf(string path)
    {
        try
        {
            using var archive = ZipFile.OpenRead(path);
            foreach (var entry in archive.Entries.Where(e => e.FullName.EndsWith(".py", StringComparison.Ordinal)))
            {
                using var reader = new StreamReader(entry.Open());
                foreach (Match match in Forward().Matches(reader.ReadToEnd()))
                    if (
                        Flag().Matches(match.Value).Select(m => m.Groups[1].Value).ToArray() is var found
                        && found.Contains("return_features")
                        && found.Contains("no_output_bias")
                    )
                        return found;
            }
        }
        catch (InvalidDataException e)
        {
            throw new InvalidDataException($"{Path.GetFileName(path)} is cut off or no TorchScript file. Delete it and fetch it again.", e);
        }
        throw new InvalidDataException(
            $"{Path.GetFileName(path)} is another network: its forward has no flags return_features and no_output_bias."
        );
    }

    [GeneratedRegex(@"def forward\(self.*?\) ->", RegexOptions.Singleline)]
    private static partial Regex Forward();

    [GeneratedRegex(@"(\w+)\s*:\s*bool")]
    private static partial Regex Flag();
}
