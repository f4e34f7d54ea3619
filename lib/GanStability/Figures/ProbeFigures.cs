using System.Globalization;
using MathNet.Numerics.Statistics;

namespace GanStability;

/// <summary>
/// Figures of what probes measured in a network. Spread over replicas is always shown: the median with a band from the lower to the upper
/// quartile.
/// </summary>
public static class ProbeFigures
{
    /// <summary>Curves over the layers of a network, on a logarithmic axis, for use beside other panels.</summary>
    /// <param name="curves">What was measured; networks of different depth may stand together.</param>
    /// <param name="title">The panel's heading; may be empty.</param>
    /// <param name="label">The quantity and its unit.</param>
    /// <returns>The panel.</returns>
    public static Panel LayerPanel(this IReadOnlyList<LayerCurve> curves, string title, string label)
    {
        ArgumentNullException.ThrowIfNull(curves);
        return new Panel(
            title,
            new Axis("layer (1 = first)"),
            new Axis(label, Log: true),
            [
                .. curves.SelectMany(
                    (curve, i) =>
                        Spread(
                            curve.Name,
                            [.. Enumerable.Range(1, curve.Values.Count).Select(l => (double)l)],
                            curve.Values,
                            i,
                            curve.Values.Count <= 12
                        )
                ),
            ]
        );
    }

    /// <summary>Curves over the layers of a network as a figure.</summary>
    /// <param name="curves">What was measured.</param>
    /// <param name="title">What the figure is about.</param>
    /// <param name="label">The quantity and its unit.</param>
    /// <returns>The figure.</returns>
    /// <exception cref="ArgumentException">No curve.</exception>
    public static Figure LayerFigure(this IReadOnlyList<LayerCurve> curves, string title, string label)
    {
        ArgumentNullException.ThrowIfNull(curves);
        if (curves.Count == 0)
            throw new ArgumentException("Give at least one curve.", nameof(curves));
        var ends = curves.Select(c =>
            string.Create(CultureInfo.InvariantCulture, $"{c.Name} from {c.Values[0].Median():G2} to {c.Values[^1].Median():G2}")
        );
        return new Figure
        {
            Title = title,
            Caption = Replicas(curves[0].Values[0].Length),
            Alt = $"{label}, first layer to last: {string.Join("; ", ends)}.",
            Panels = [curves.LayerPanel("", label)],
        };
    }

    /// <summary>What a probe saw at one place, layer by layer, as histograms of one replica.</summary>
    /// <param name="probe">The probe, after a forward pass.</param>
    /// <param name="site">Where in the layers.</param>
    /// <param name="title">What the figure is about.</param>
    /// <param name="layers">The layers shown, from 0; all when none is given.</param>
    /// <param name="replica">The replica, from 0.</param>
    /// <returns>The figure.</returns>
    public static Figure HistogramFigure(this LayerProbe probe, Site site, string title, IReadOnlyList<int>? layers = null, int replica = 0)
    {
        ArgumentNullException.ThrowIfNull(probe);
        var shown = layers ?? [.. Enumerable.Range(0, probe.Layers.Count)];
        var histograms = shown.Select(l => probe.Histogram(l, site, replica)).ToList();
        var ranges = shown.Zip(histograms, (l, h) =>
            string.Create(CultureInfo.InvariantCulture, $"layer {l + 1} from {h.Edges[0]:G3} to {h.Edges[^1]:G3}")
        );
        return new Figure
        {
            Title = title,
            Caption = $"Histograms over all samples and units of one replica, {Words(site)}.",
            Alt = $"Histograms by layer: {string.Join("; ", ranges)}.",
            Panels =
            [
                .. shown.Zip(histograms, (l, h) =>
                    new Panel(
                        $"layer {l + 1}",
                        new Axis(Words(site)),
                        new Axis("density"),
                        [new Bars("", h.Centers, h.Densities) { Fill = 1, Color = 0 }]
                    )
                ),
            ],
        };
    }

    /// <summary>The distribution of one unit over training: median, quartiles and the range from 5 to 95 %.</summary>
    /// <param name="records">What a <see cref="DriftProbe"/> recorded.</param>
    /// <param name="layer">The layer, from 0.</param>
    /// <param name="unit">The unit, from 0.</param>
    /// <param name="replica">The replica, from 0.</param>
    /// <param name="title">The panel's heading.</param>
    /// <returns>The panel.</returns>
    public static Panel UnitPanel(this IReadOnlyList<Drift> records, int layer, int unit, int replica, string title)
    {
        ArgumentNullException.ThrowIfNull(records);
        var steps = records.Select(r => (double)r.Step).ToArray();
        double[] Level(int q) => [.. records.Select(r => r.Quantiles[layer][replica, unit, q])];
        return new Panel(
            title,
            new Axis("step"),
            new Axis("input of the unit"),
            [
                new Band("5 to 95 %", steps, Level(0), Level(4)) { Color = 5 },
                new Band("25 to 75 %", steps, Level(1), Level(3)) { Color = 0 },
                new Line("median", steps, Level(2)) { Color = 0, Dash = Dash.Solid },
            ]
        );
    }

    /// <summary>How far the distribution in one layer moved between two records, over training, network beside network.</summary>
    /// <param name="networks">A name and the records of each network.</param>
    /// <param name="layer">The layer, from 0.</param>
    /// <param name="title">The panel's heading.</param>
    /// <returns>The panel.</returns>
    public static Panel ShiftPanel(this IReadOnlyList<(string Name, IReadOnlyList<Drift> Records)> networks, int layer, string title)
    {
        ArgumentNullException.ThrowIfNull(networks);
        return new Panel(
            title,
            new Axis("step"),
            new Axis("shift (standard deviations)", Log: true),
            [
                .. networks.SelectMany(
                    (n, i) =>
                        Spread(
                            n.Name,
                            [.. n.Records.Skip(1).Select(r => (double)r.Step)],
                            [.. n.Records.Skip(1).Select(r => r.Shift[layer])],
                            i,
                            false
                        )
                ),
            ]
        );
    }

    /// <summary>A median with its quartile band, from one number per position and replica.</summary>
    /// <param name="name">The legend entry.</param>
    /// <param name="x">Positions.</param>
    /// <param name="values">[position][replica]; numbers that are not finite are left out.</param>
    /// <param name="color">Index into the palette; also chooses pattern and marker.</param>
    /// <param name="markers">A marker at each position.</param>
    /// <returns>Band and line.</returns>
    public static IReadOnlyList<Series> Spread(
        string name,
        IReadOnlyList<double> x,
        IReadOnlyList<double[]> values,
        int color,
        bool markers = false
    )
    {
        ArgumentNullException.ThrowIfNull(values);
        double[] At(double level) => [.. values.Select(v => v.Where(double.IsFinite).QuantileCustom(level, QuantileDefinition.R7))];
        var line = new Line(name, x, At(0.5))
        {
            Color = color,
            Dash = Palette.At(Palette.Dashes, color),
            Marker = markers ? Palette.At(Palette.Markers, color) : Marker.None,
        };
        return values.Any(v => v.Length > 1) ? [new Band("", x, At(0.25), At(0.75)) { Color = color }, line] : [line];
    }

    private static string Replicas(int count) =>
        count == 1
            ? "One replica."
            : string.Create(CultureInfo.InvariantCulture, $"Median (line) and quartiles (band) over {count} replicas.");

    private static string Words(Site site) =>
        site switch
        {
            Site.Input => "input of the layer",
            Site.PreActivation => "input of the nonlinearity",
            _ => "output of the nonlinearity",
        };
}
