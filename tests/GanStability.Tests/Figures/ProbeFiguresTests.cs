using GanStability;
using TorchSharp;
using Xunit;
using static TorchSharp.torch;

namespace GanStability.Tests.Figures;

public class ProbeFiguresTests
{
    [Fact]
    public void ACurveIsItsMedianWithItsQuartiles()
    {
        var curve = new LayerCurve(
            "tanh",
            ["a", "b"],
            [
                [1, 2, 3, 4, 5],
                [10, 10, 10, 10, 10],
            ]
        );
        var figure = new[] { curve }.LayerFigure("Gradients", "gradient norm");
        var line = Assert.Single(figure.Panels[0].Series.OfType<Line>());
        var band = Assert.Single(figure.Panels[0].Series.OfType<Band>());
        Assert.Equal([1, 2], line.X);
        Assert.Equal([3, 10], line.Y);
        Assert.Equal([2, 10], band.Low);
        Assert.Equal([4, 10], band.High);
        Assert.True(figure.Panels[0].Y.Log);
        Assert.Contains("tanh from 3 to 10", figure.Alt, StringComparison.Ordinal);
        Assert.Throws<ArgumentException>(() => Array.Empty<LayerCurve>().LayerFigure("t", "l"));
    }

    [Fact]
    public void HistogramsAndDriftDrawInBothRenderings()
    {
        using var scope = NewDisposeScope();
        using var net = new EnsembleMlp("net", 2, [6, 6], 1, new InitialisationStreams(5, 2, CPU), Activation.Tanh);
        var x = randn(2, 50, 2);
        using var probe = new LayerProbe(net, 2);
        net.call(x);
        var histograms = probe.HistogramFigure(Site.Activation, "What leaves each layer", [0, 1], replica: 1);
        Assert.Equal(
            1,
            histograms.Panels[1].Series.OfType<Bars>().Single().Heights.Sum() * probe.Histogram(1, Site.Activation, 1).Width,
            1e-9
        );

        using var drift = new DriftProbe(net, 2, () => net.call(x));
        foreach (var step in new[] { 0, 10, 20 })
        {
            drift.Record(step);
            using (no_grad())
                foreach (var p in net.parameters())
                    p.add_(0.1);
        }
        var figure = new Figure
        {
            Title = "Drift",
            Caption = "c",
            Alt = "a",
            Panels = [drift.Records.UnitPanel(1, 3, 0, "unit 4"), new[] { ("net", drift.Records) }.ShiftPanel(1, "layer 2")],
        };
        Assert.Equal(drift.Records[2].Quantiles[1][0, 3, 2], figure.Panels[0].Series.OfType<Line>().Single().Y[2]);
        Assert.Equal([10, 20], figure.Panels[1].Series.OfType<Line>().Single().X);
        foreach (var drawn in new[] { histograms, figure })
            Assert.Contains("<img", drawn.ToHtml(), StringComparison.Ordinal);
    }
}
