using GanStability;
using TorchSharp;
using Xunit;
using static TorchSharp.torch;

namespace GanStability.Tests.Networks.Normalisations;

/// <summary>What holds for every normalisation, found by reflection: layers in float64, and what a normalisation says of itself.</summary>
public class NormalisationLaws
{
    private const int Replicas = 2,
        Batch = 5,
        Channels = 3,
        Company = 3;
    private static readonly ScalarType Double = ScalarType.Float64;

    public static TheoryData<string, bool> Cases { get; } =
    [
        .. from n in Normalisation.All
        where n != Normalisation.None
        from pictures in new[] { false, true }
        where pictures || !n.NeedsImages
        select (n.Name, pictures),
    ];

    public static TheoryData<string> Names { get; } = [.. Normalisation.All.Select(n => n.Name)];

    /// <summary>A normalisation by its name; a reference batch is made small enough for these layers.</summary>
    internal static Normalisation Named(string name) =>
        Normalisation.All.Single(n => n.Name == name) is { Reference: 0 } normalisation ? normalisation : new VirtualBatchNorm(Company);

    [Fact]
    public void AllAreFoundByNamesOfTheirOwn()
    {
        Assert.Equal(Normalisation.All.Count, Normalisation.All.Select(n => n.Name).Distinct().Count());
        Normalisation[] named =
        [
            Normalisation.None,
            Normalisation.Batch,
            Normalisation.Instance,
            Normalisation.Layer,
            Normalisation.VirtualBatch,
        ];
        Assert.Subset(Normalisation.All.ToHashSet(), named.ToHashSet());
        // Two runs that differ in the normalisation, or in its settings, must not share a checkpoint.
        var recipes = Normalisation
            .All.Append(new VirtualBatchNorm(9))
            .Select(n => Training.TinyRecipes.Ring with { Generator = new MlpGenerator(4) { Normalisation = n } })
            .ToArray();
        Assert.Equal(recipes.Length, recipes.Select(recipe => Identity.OfRun(recipe).Hash).Distinct().Count());
    }

    [Theory]
    [MemberData(nameof(Cases))]
    public void SlopesAreThoseOfCentralDifferences(string name, bool pictures)
    {
        using var scope = NewDisposeScope();
        var random = new torch.Generator(4);
        var (layer, x) = (Layer(name, Replicas, random), Input(pictures, random).requires_grad_(true));
        var weights = randn(x.shape, dtype: Double, generator: random);
        foreach (var second in new[] { false, true })
        {
            Tensor[] at = [x, layer.gamma, layer.beta];
            var slopes = autograd.grad([Cost()], second ? at[..2] : at);
            foreach (var (point, slope) in at.Zip(slopes))
            {
                var direction = randn(point.shape, dtype: Double, generator: random);
                var along = (slope * direction).sum().item<double>();
                Assert.Equal(Difference(point, direction), along, 1e-6 * Math.Max(1, slope.norm().item<double>()));
            }

            // The second time what a gradient penalty is made of: the slope by the input, differentiated again.
            Tensor Cost()
            {
                var first = (layer.call(x) * weights).sin().sum();
                return second ? autograd.grad([first], [x], retain_graph: true, create_graph: true)[0].square().sum() : first;
            }

            double Difference(Tensor point, Tensor direction)
            {
                const double h = 1e-5;
                double At(double shift)
                {
                    using (no_grad())
                        point.add_(shift * direction);
                    var value = Cost().item<double>();
                    using (no_grad())
                        point.sub_(shift * direction);
                    return value;
                }
                return (At(h) - At(-h)) / (2 * h);
            }
        }
    }

    [Theory]
    [MemberData(nameof(Cases))]
    public void EveryReplicaIsNormalisedAsIfAlone(string name, bool pictures)
    {
        using var scope = NewDisposeScope();
        var random = new torch.Generator(5);
        var (layer, x) = (Layer(name, Replicas, random), Input(pictures, random));
        var together = layer.call(x);
        for (var r = 0; r < Replicas; r++)
        {
            var solo = Layer(name, 1, random);
            using (no_grad())
            {
                solo.gamma.copy_(layer.gamma.narrow(0, r, 1));
                solo.beta.copy_(layer.beta.narrow(0, r, 1));
            }
            Assert.True((solo.call(Of(x, r)) - Of(together, r)).abs().max().item<double>() < 1e-12);
        }

        Tensor Of(Tensor all, int replica) => pictures ? all.narrow(1, replica * Channels, Channels) : all.narrow(0, replica, 1);
    }

    [Theory]
    [MemberData(nameof(Cases))]
    public void ItSaysWhetherSamplesAreMixedAndWhetherABiasIsCancelled(string name, bool pictures)
    {
        using var scope = NewDisposeScope();
        var random = new torch.Generator(6);
        var (layer, x, batch) = (Layer(name, Replicas, random), Input(pictures, random), pictures ? 0 : 1);
        var y = layer.call(x);

        // The samples behind a reference batch, where there is one; the last of them changes, the first is looked at.
        var changed = x.clone();
        changed.narrow(batch, Batch - 1, 1).mul_(3).add_(1);
        Assert.Equal(layer.Kind.MixesSamples, Gap(y, layer.call(changed), Company) > 1e-3);

        var bias = randn(pictures ? [1, Replicas * Channels, 1, 1] : [Replicas, 1, Channels], dtype: Double, generator: random);
        Assert.Equal(layer.Kind.CancelsBias, Gap(y, layer.call(x + bias), Company) < 1e-9);

        double Gap(Tensor a, Tensor b, long sample) => (a - b).narrow(batch, sample, 1).abs().max().item<double>();
    }

    [Theory]
    [MemberData(nameof(Cases))]
    public void AmongItsOwnBatchASampleIsNormalisedAsInIt(string name, bool pictures)
    {
        using var scope = NewDisposeScope();
        var random = new torch.Generator(7);
        var (layer, x, batch) = (Layer(name, Replicas, random), Input(pictures, random), pictures ? 0L : 1L);
        var samples = x.narrow(batch, Company, 2);
        var (whole, among) = (layer.call(x), layer.Among(cat([x, samples], batch), Batch));
        Assert.True((among.narrow(batch, 0, Batch) - whole).abs().max().item<double>() < 1e-12);
        Assert.True((among.narrow(batch, Batch, 2) - whole.narrow(batch, Company, 2)).abs().max().item<double>() < 1e-12);
    }

    [Theory]
    [MemberData(nameof(Cases))]
    public void ASingleNumberHasNoVariance(string name, bool pictures)
    {
        using var scope = NewDisposeScope();
        // One channel of one pixel, in a batch of one; a reference batch has at least two samples.
        using var layer = new EnsembleNorm("norm", Named(name), 1, new InitialisationStreams(1, 1, CPU));
        var error = Assert.Throws<ArgumentException>(() => layer.call(pictures ? zeros(1, 1, 1, 1) : zeros(1, 1, 1)));
        Assert.Matches("batch of at least 2|1×1|wider|reference", error.Message);
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void OnPointsItWorksOrIsRefusedBecauseItNeedsPictures(string name)
    {
        var recipe = Training.TinyRecipes.Ring with
        {
            Generator = new MlpGenerator(8) { Normalisation = Named(name) },
            Steps = 2,
        };
        if (Named(name).NeedsImages)
            Refused(recipe, "height and width");
        else
            Trainer.Train(recipe).Dispose();
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void GradientPenaltiesGoWithWhatKeepsSamplesApart(string name)
    {
        var recipe = ConvNetworkTests.With(Named(name)) with { Steps = 2 };
        foreach (var penalty in new Stabilizer[] { new R1(), new WganGp() })
        {
            var penalised = recipe with { Stabilizers = [penalty] };
            if (Named(name).MixesSamples)
                Refused(penalised, $"leave {name} normalisation out");
            else
                Trainer.Train(penalised).Dispose();
        }
    }

    private static void Refused(Recipe recipe, string reason) =>
        Assert.Contains(reason, Assert.Throws<ArgumentException>(() => Trainer.Train(recipe)).Message, StringComparison.Ordinal);

    private static EnsembleNorm Layer(string name, int replicas, torch.Generator random)
    {
        var layer = new EnsembleNorm("norm", Named(name), Channels, new InitialisationStreams(1, replicas, CPU));
        layer.to(Double);
        using (no_grad())
            foreach (var p in layer.parameters())
                p.add_(0.5 * randn(p.shape, dtype: Double, generator: random));
        return layer;
    }

    private static Tensor Input(bool pictures, torch.Generator random) =>
        randn(pictures ? [Batch, Replicas * Channels, 2, 3] : [Replicas, Batch, Channels], dtype: Double, generator: random) * 2 + 1;
}
