using GanStability;
using TorchSharp;
using Xunit;
using static TorchSharp.torch;

namespace GanStability.Tests.Probes;

public class TrainingProbeTests
{
    private static EnsembleMlp Mlp(Normalisation? normalisation = null) =>
        new("net", 2, [6, 6], 1, new InitialisationStreams(5, 2, CPU), Activation.Tanh, Initialisation.Xavier, normalisation);

    [Fact]
    public void AnUpdateInProportionToTheWeightsIsThatProportion()
    {
        using var scope = NewDisposeScope();
        using var net = Mlp();
        using var probe = new UpdateProbe(net, 2);
        using (no_grad())
            foreach (var p in net.parameters())
                p[1].mul_(1.01);
        var curve = probe.Measure("ratio");
        Assert.All(curve.Values, v => Assert.Equal(0, v[0]));
        Assert.All(curve.Values, v => Assert.Equal(0.01, v[1], 1e-6));
        Assert.All(probe.Measure("again").Values, v => Assert.Equal(0, v[1]));
    }

    [Fact]
    public void WithoutTrainingNothingDriftsAndAShiftOfOneWidthIsOne()
    {
        using var scope = NewDisposeScope();
        using var net = Mlp();
        var x = randn(2, 64, 2);
        using var drift = new DriftProbe(net, 2, () => net.call(x));
        drift.Record(0);
        Assert.All(drift.Record(1).Shift, layer => Assert.Equal([0, 0], layer));

        var a = probeOf(net, x).sort(1).Values;
        var shifted = a + a.std(1, unbiased: false, keepdim: true);
        Assert.True((DriftProbe.Shift(a, shifted) - 1).abs().max().item<float>() < 1e-4);
        using (no_grad())
            net.modules().OfType<EnsembleLinear>().Single(l => l.GetName() == "net/hidden1").bias![1].add_(3);
        var moved = drift.Record(2);
        Assert.Equal(0, moved.Shift[0][0]);
        Assert.True(moved.Shift[0][1] > 1);
        Assert.Equal([0, 1, 2], drift.Records.Select(r => r.Step));

        static Tensor probeOf(EnsembleMlp net, Tensor x)
        {
            using var probe = new LayerProbe(net, 2);
            net.call(x);
            return probe.Seen(0, Site.PreActivation);
        }
    }

    [Fact]
    public void QuantilesAreThoseOfTheBatch()
    {
        using var scope = NewDisposeScope();
        using var net = Mlp();
        // 101 samples in a line: the first layer's inputs are linear in it, so its quantiles are the values at 5, 25, 50, 75 and 95 of 100.
        var x = linspace(-1, 1, 101).view(1, 101, 1).expand(2, 101, 2).contiguous();
        using var drift = new DriftProbe(net, 2, () => net.call(x), Site.Input);
        var quantiles = drift.Record(0).Quantiles[0];
        foreach (var (level, expected) in new[] { (0, -0.9), (1, -0.5), (2, 0.0), (3, 0.5), (4, 0.9) })
            Assert.Equal(expected, quantiles[1, 1, level], 1e-6);
    }

    [Fact]
    public void RecordingKeepsNoTensorAlive()
    {
        using var net = Mlp(Normalisation.Batch);
        using var x = randn(2, 64, 2);
        using var drift = new DriftProbe(net, 2, () => net.call(x));
        drift.Record(0);
        var before = DisposeScopeManager.Statistics.TensorStatistics.ThreadTotalLiveCount;
        for (var step = 1; step < 6; step++)
            drift.Record(step);
        Assert.Equal(before, DisposeScopeManager.Statistics.TensorStatistics.ThreadTotalLiveCount);
    }
}
