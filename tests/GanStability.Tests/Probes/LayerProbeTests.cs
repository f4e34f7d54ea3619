using GanStability;
using GanStability.Tests.Training;
using TorchSharp;
using Xunit;
using static TorchSharp.torch;

namespace GanStability.Tests.Probes;

public class LayerProbeTests
{
    private static EnsembleMlp Mlp(
        int depth,
        Activation activation,
        int replicas = 3,
        Initialisation initialisation = Initialisation.Xavier,
        Normalisation? normalisation = null
    ) =>
        new(
            "net",
            2,
            [.. Enumerable.Repeat(7, depth)],
            1,
            new InitialisationStreams(5, replicas, CPU),
            activation,
            initialisation,
            normalisation
        );

    private static Tensor Cost(EnsembleMlp net, Tensor x) => net.call(x).square().mean([1, 2]);

    [Fact]
    public void TheGradientsAreThoseOfBackPropagationByHand()
    {
        using var scope = NewDisposeScope();
        using var net = Mlp(2, Activation.Tanh);
        net.to(ScalarType.Float64);
        using var probe = new LayerProbe(net, 3);
        var x = randn([3, 10, 2], dtype: ScalarType.Float64);
        var gradients = probe.Gradients(Cost(net, x), "tanh");
        var layers = net.modules().OfType<EnsembleLinear>().OrderBy(l => l.GetName(), StringComparer.Ordinal).ToList();
        for (var r = 0; r < 3; r++)
        {
            Tensor Affine(int l, Tensor h) => h.mm(layers[l].weight[r].detach()) + layers[l].bias![r].detach();
            var (h1, h2) = (default(Tensor)!, default(Tensor)!);
            h1 = Affine(0, x[r]).tanh();
            h2 = Affine(1, h1).tanh();
            var d3 = 2 * Affine(2, h2) / 10;
            var d2 = d3.mm(layers[2].weight[r].detach().t()) * (1 - h2.square());
            var d1 = d2.mm(layers[1].weight[r].detach().t()) * (1 - h1.square());
            foreach (var (l, d, h) in new[] { (0, d1, x[r]), (1, d2, h1), (2, d3, h2) })
            {
                Assert.Equal(d.norm().item<double>(), gradients.Signal.Values[l][r], 1e-12);
                Assert.Equal(h.t().mm(d).norm().item<double>(), gradients.Weight.Values[l][r], 1e-12);
            }
        }
        Assert.Equal(["net/hidden1", "net/hidden2", "net/output"], gradients.Signal.Layers);
    }

    [Theory]
    [InlineData(Activation.Sigmoid, Initialisation.Uniform)]
    [InlineData(Activation.Sigmoid, Initialisation.He)]
    [InlineData(Activation.Tanh, Initialisation.Xavier)]
    [InlineData(Activation.ReLU, Initialisation.He)]
    [InlineData(Activation.LeakyReLU, Initialisation.Uniform)]
    [InlineData(Activation.PReLU, Initialisation.He)]
    public void TheProductBoundHoldsInEveryLayer(Activation activation, Initialisation initialisation)
    {
        using var scope = NewDisposeScope();
        using var net = Mlp(6, activation, 4, initialisation);
        using var probe = new LayerProbe(net, 4);
        var gradients = probe.Gradients(Cost(net, randn(4, 20, 2)), "g");
        var bound = gradients.Bound(activation.LargestSlope(), probe.SpectralNorms());
        for (var l = 0; l < 7; l++)
        for (var r = 0; r < 4; r++)
            Assert.True(gradients.Signal.Values[l][r] <= bound.Values[l][r] * (1 + 1e-6));
        Assert.Equal(gradients.Signal.Values[6], bound.Values[6]);
    }

    [Fact]
    public void TheBoundIsReachedWhereNothingIsLost()
    {
        using var scope = NewDisposeScope();
        // One unit per layer and positive numbers all the way: every φ' is 1 and every product of norms exact.
        using var net = new EnsembleMlp("net", 1, [1, 1, 1], 1, new InitialisationStreams(1, 1, CPU), Activation.ReLU);
        using (no_grad())
            foreach (var p in net.parameters())
                p.abs_();
        using var probe = new LayerProbe(net, 1);
        var gradients = probe.Gradients(Cost(net, rand(1, 9, 1)), "g");
        foreach (var (signal, bound) in gradients.Signal.Values.Zip(gradients.Bound(1, probe.SpectralNorms()).Values))
            Assert.Equal(bound[0], signal[0], 1e-6);
    }

    [Fact]
    public void ADiscriminatorsTwoPassesBothCount()
    {
        using var scope = NewDisposeScope();
        using var run = Trainer.Train(TinyRecipes.Ring with { Replicas = 2, Steps = 5 });
        var player = run.Players.Discriminator;
        var (real, fake) = (randn(2, 16, 2), randn(2, 16, 2));
        Tensor Apart() => Loss.Discriminator(player.Network.call(real).Logits, player.Network.call(fake).Logits, Targets.Hard);
        using var probe = new LayerProbe(player.Network, 2);
        var gradients = probe.Gradients(Apart(), "D");
        var whole = player.Gradient(Apart());
        Assert.Equal(3, gradients.Weight.Values.Count);
        Assert.Equal([2, 32, 2], probe.Seen(0, Site.Input)[.., ..32].shape);
        for (var r = 0; r < 2; r++)
        {
            var weights = Math.Sqrt(gradients.Weight.Values.Sum(v => v[r] * v[r]));
            Assert.InRange(weights, 1e-6, whole[r].norm().item<float>() * (1 + 1e-5));
        }
    }

    [Fact]
    public void ItSeesWhatGoesInAndWhatComesOut()
    {
        using var scope = NewDisposeScope();
        using var net = Mlp(2, Activation.Sigmoid, normalisation: Normalisation.Batch);
        using var probe = new LayerProbe(net, 3);
        var x = randn(3, 40, 2);
        var y = net.call(x);
        Assert.True(allclose(x, probe.Seen(0, Site.Input)));
        Assert.True(allclose(probe.Seen(0, Site.PreActivation).sigmoid(), probe.Seen(0, Site.Activation)));
        Assert.True(allclose(probe.Seen(0, Site.Activation), probe.Seen(1, Site.Input)));
        Assert.True(allclose(y.detach(), probe.Seen(2, Site.Activation)));
        Assert.True(probe.Seen(1, Site.PreActivation).mean([1]).abs().max().item<float>() < 1e-5);
        Assert.Equal(40 * 7, probe.Histogram(0, Site.Activation, replica: 2).Samples);
        probe.Clear();
        Assert.Throws<InvalidOperationException>(() => probe.Seen(0, Site.Input));
    }

    [Fact]
    public void ItWorksOnPlainModulesAndLeavesNothingBehind()
    {
        using var scope = NewDisposeScope();
        using var net = nn.Sequential(("a", nn.Linear(2, 5)), ("r", nn.ReLU()), ("b", nn.Linear(5, 1)));
        var x = randn(8, 2);
        var before = net.call(x);
        using (var probe = new LayerProbe(net, 1))
        {
            var gradients = probe.Gradients(net.call(x).square().mean().unsqueeze(0), "plain");
            Assert.All(gradients.Weight.Values, v => Assert.True(v[0] > 0));
            Assert.Equal(linalg.svdvals(net.parameters().First())[0].item<float>(), probe.SpectralNorms().Values[0][0], 1e-5);
        }
        Assert.Equal(before.data<float>().ToArray(), net.call(x).data<float>().ToArray());
    }

    [Fact]
    public void WrongQuestionsAreRefusedBeforeTorchIsAsked()
    {
        using var scope = NewDisposeScope();
        using var net = Mlp(1, Activation.ReLU);
        using var probe = new LayerProbe(net, 3);
        Assert.Throws<InvalidOperationException>(() => probe.Gradients(zeros(3).requires_grad_(true), "unseen"));
        var cost = Cost(net, randn(3, 4, 2));
        Assert.Throws<ArgumentException>(() => probe.Gradients(cost.sum(), "one number"));
        Assert.Throws<ArgumentException>(() => probe.Gradients(cost.detach(), "no graph"));
        Assert.Throws<ArgumentOutOfRangeException>(() => probe.Seen(2, Site.Input));
        Assert.Throws<ArgumentOutOfRangeException>(() => probe.Histogram(0, Site.Input, replica: 3));
        Assert.Throws<ArgumentOutOfRangeException>(() => probe.Gradients(cost, "g").Bound(0, probe.SpectralNorms()));
        using var deeper = Mlp(2, Activation.ReLU);
        using var other = new LayerProbe(deeper, 3);
        Assert.Throws<ArgumentException>(() => probe.Gradients(cost, "g").Bound(1, other.SpectralNorms()));
        using var plain = nn.Sequential(nn.Linear(2, 2));
        Assert.Throws<ArgumentException>(() => new LayerProbe(plain, 3));
        Assert.Throws<ArgumentException>(() => new LayerProbe(nn.ReLU(), 1));
    }

    [Fact]
    public void ACostThatNoPassSeenLedToIsRefused()
    {
        using var scope = NewDisposeScope();
        using var net = Mlp(1, Activation.ReLU);
        using var probe = new LayerProbe(net, 3);
        net.call(randn(3, 4, 2));
        Assert.Throws<ArgumentException>(() => probe.Gradients(ones(3).requires_grad_(true) * 2, "a stranger"));
    }
}
