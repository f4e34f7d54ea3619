using System.IO.Compression;
using System.Text;
using GanStability;
using TorchSharp;
using Xunit;
using static TorchSharp.torch;

namespace GanStability.Tests.Scores;

/// <summary>The real network is not here; a TorchScript file with the same signature, written byte by byte, stands in.</summary>
public sealed class InceptionNetworkTests : IDisposable
{
    private readonly string folder = Directory.CreateTempSubdirectory("gan inception ").FullName;

    public void Dispose() => Directory.Delete(folder, recursive: true);

    [Theory]
    [InlineData("return_features: bool=False, use_fp16: bool=False, no_output_bias: bool=False")]
    [InlineData("use_fp16: bool=False, no_output_bias: bool=False, return_features: bool=False")]
    public void FlagsReachTheirPlaceWhateverTheirOrder(string flags)
    {
        using var scope = NewDisposeScope();
        using var network = InceptionNetwork.Load(Write(flags), "stand-in", CPU);
        Assert.Equal((2, 3), (network.Classes, network.Features));
        // The stand-in returns the mean of each channel as bytes, and probabilities (1 − m, m) with m the mean of the first over 255.
        var pictures = cat([full([1, 1, 4, 4], 1f), full([1, 1, 4, 4], -1f), full([1, 1, 4, 4], 0.2f)]);
        var (probabilities, features) = network.ExtractFeatures(pictures);
        Assert.Equal([255, 255, 255, 0, 0, 0, 153, 153, 153], features.data<float>().ToArray());
        Assert.Equal([0, 1, 1, 0, 0.4f, 0.6f], probabilities.data<float>().ToArray().Select(v => MathF.Round(v, 5)));
        Assert.Equal([1, 3], network.ExtractFeatures(rand(1, 3, 4, 4)).Features.shape);
        Assert.Throws<ArgumentException>(() => network.ExtractFeatures(zeros(1, 2, 4, 4)));
    }

    [Fact]
    public void AnotherNetworkOrACutFileIsRefused()
    {
        Assert.Contains(
            "another network",
            Assert.Throws<InvalidDataException>(() => InceptionNetwork.Load(Write("verbose: bool=False"), "x", CPU)).Message,
            StringComparison.Ordinal
        );
        var path = Write("return_features: bool=False, no_output_bias: bool=False");
        File.WriteAllBytes(path, File.ReadAllBytes(path)[..200]);
        Assert.Contains(
            "cut off",
            Assert.Throws<InvalidDataException>(() => InceptionNetwork.Load(path, "x", CPU)).Message,
            StringComparison.Ordinal
        );
    }

    [Fact]
    public void WithoutTheFileTheMessageSaysHowToGetIt()
    {
        Assert.SkipWhen(InceptionNetwork.IsThere, "The real network is here.");
        Assert.Contains(
            "data get inception",
            Assert.Throws<FileNotFoundException>(() => InceptionNetwork.Load()).Message,
            StringComparison.Ordinal
        );
    }

    private string Write(string flags)
    {
        var path = Path.Combine(folder, "tiny.pt");
        using var archive = new ZipArchive(File.Create(path), ZipArchiveMode.Create);
        var code = $"""
            class Tiny(Module):
              __parameters__ = []
              __buffers__ = []
              training : bool
              def forward(self: __torch__.Tiny,
                img: Tensor,
                {flags.Replace(", ", ",\n    ", StringComparison.Ordinal)}) -> Tensor:
                m = torch.mean(torch.to(img, 6), [2, 3])
                if {(flags.Contains("return_features", StringComparison.Ordinal) ? "return_features" : "verbose")}:
                  _0 = m
                else:
                  p = torch.div(torch.slice(m, 1, 0, 1), 255)
                  _0 = torch.cat([torch.rsub(p, 1), p], 1)
                return _0

            """;
        // A pickle: GLOBAL __torch__ Tiny, an empty tuple, NEWOBJ, the dictionary of attributes, BUILD.
        byte[] pickle =
        [
            0x80,
            2,
            .. "c__torch__\nTiny\n"u8,
            .. ")\x81"u8[..1],
            0x81,
            .. "}(X"u8,
            8,
            0,
            0,
            0,
            .. "training"u8,
            0x89,
            .. "ub."u8,
        ];
        Add("data.pkl", pickle);
        Add("code/__torch__.py", Encoding.UTF8.GetBytes(code.ReplaceLineEndings("\n")));
        Add("constants.pkl", [0x80, 2, .. ")."u8]);
        Add("version", "3\n"u8.ToArray());
        return path;

        void Add(string name, byte[] content)
        {
            using var entry = archive.CreateEntry("tiny/" + name, CompressionLevel.NoCompression).Open();
            entry.Write(content);
        }
    }
}
