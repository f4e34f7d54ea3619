namespace GanStability;

/// <summary>
/// The plane of a run's points: how far it reaches, and how the data is drawn in it – its modes where they are known, else points of its
/// own.
/// </summary>
/// <param name="Name">The name of the data.</param>
/// <param name="Edge">The plane is shown this far to each side of its <see cref="Centre"/>.</param>
/// <param name="Data">The data.</param>
/// <param name="InFront">A few rings are drawn over the samples, many points under them.</param>
internal sealed record DataPlane(string Name, double Edge, Points Data, bool InFront)
{
    private const double Margin = 1.15;
    private const int MostPoints = 500;

    // So large a share of the samples is inside a widened plane, unless they lie too far out.
    private const double Inside = 0.98;
    private const double MostWidening = 3;

    /// <summary>The middle of what is shown.</summary>
    public (double X, double Y) Centre { get; init; }

    /// <summary>Names of the two numbers of a point.</summary>
    public (string X, string Y) Labels { get; init; } = ("x", "y");

    /// <summary>What is shown from left to right.</summary>
    public (double From, double To) Across => (Centre.X - Edge, Centre.X + Edge);

    /// <summary>What is shown from bottom to top.</summary>
    public (double From, double To) Along => (Centre.Y - Edge, Centre.Y + Edge);

    /// <exception cref="ArgumentException">The data is no points in the plane.</exception>
    public static DataPlane Of(Run run, int replica)
    {
        var data = run.Recipe.Data;
        if (data is IHasModes modes)
            return Of(modes);
        if (!IsPlane(run))
            throw new ArgumentException(
                $"This figure needs points in the plane; {data.Name} has samples of shape " + $"[{string.Join(", ", data.SampleShape)}].",
                nameof(run)
            );
        return Of(data, run.DataSample(replica)!);
    }

    /// <summary>The plane of data whose modes are known: as far as they reach, around the origin.</summary>
    public static DataPlane Of(IHasModes data) =>
        new(
            data.Name,
            data.Extent * Margin,
            new("centres of the data", [.. data.Centres.Select(c => c.X)], [.. data.Centres.Select(c => c.Y)])
            {
                Color = 0,
                Marker = Marker.Ring,
                Size = 12,
            },
            InFront: true
        );

    /// <summary>The plane of points that are not known to have modes: as far as they reach, wherever they lie.</summary>
    public static DataPlane Of(IDataSource data, float[] points)
    {
        var (left, right, bottom, top) = (Least(0), Most(0), Least(1), Most(1));
        var edge = Math.Max(right - left, top - bottom) / 2 * Margin;
        return new(data.Name, edge > 0 ? edge : 1, DataPoints(points[..Math.Min(points.Length, 2 * MostPoints)]), InFront: false)
        {
            Centre = ((left + right) / 2, (bottom + top) / 2),
            Labels = data is PointSet set ? (Label(set, 0), Label(set, 1)) : ("x", "y"),
        };

        double Least(int which) => points.Where((_, i) => i % 2 == which).Min();
        double Most(int which) => points.Where((_, i) => i % 2 == which).Max();
        static string Label(PointSet set, int which) => set.Columns[which] + (set.Standardised ? " (standardised)" : "");
    }

    /// <summary>
    /// The plane as wide as samples reach that lie beside the data, so that a figure shows them; a few strays far out may stay outside.
    /// </summary>
    /// <param name="samples">x0, y0, x1, y1, …</param>
    public DataPlane Holding(float[] samples)
    {
        var distances = FromCentre(samples).Where(double.IsFinite).Order().ToArray();
        var reach = distances.Length == 0 ? 0 : Margin * distances[(int)(Inside * (distances.Length - 1))];
        return this with { Edge = Math.Clamp(reach, Edge, MostWidening * Edge) };
    }

    /// <summary>How many of the samples lie outside what is shown.</summary>
    public int Outside(float[] samples) => FromCentre(samples).Count(d => !(d <= Edge));

    // The larger of the two coordinates, since the frame is a square.
    private IEnumerable<double> FromCentre(float[] samples) =>
        samples.Chunk(2).Select(p => (double)Math.Max(Math.Abs(p[0] - (float)Centre.X), Math.Abs(p[1] - (float)Centre.Y)));

    /// <summary>The samples of a run can be drawn.</summary>
    public static bool IsPlane(Run run) => run.Recipe.Data.SampleShape is [2];

    /// <summary>Samples and data, back to front.</summary>
    public IReadOnlyList<Series> Over(Points samples) => InFront ? [samples, Data] : [Data, samples];

    /// <summary>A panel in which one unit is as long on both axes.</summary>
    public Panel Panel(string title, IReadOnlyList<Series> series) =>
        new(title, new Axis(Labels.X, Min: Across.From, Max: Across.To), new Axis(Labels.Y, Min: Along.From, Max: Along.To), series)
        {
            EqualAspect = true,
        };

    /// <summary>Points of the data.</summary>
    public static Points DataPoints(float[] points) => Points("data", points) with { Color = 0, Size = 5, Opacity = 0.6 };

    /// <summary>Points from x0, y0, x1, y1, …</summary>
    public static Points Points(string name, float[] points)
    {
        // Four digits behind the point of what reaches from −1 to 1, and as fine for what is smaller.
        var finite = points.Where(float.IsFinite).DefaultIfEmpty().ToArray();
        var reach = finite.Max() - finite.Min();
        var digits = reach is > 0 and < 1 ? Math.Min(15, 4 - (int)Math.Floor(Math.Log10(reach))) : 4;
        return new(name, Every(points, 0, digits), Every(points, 1, digits));
    }

    private static double[] Every(float[] points, int offset, int digits) =>
        [.. points.Where((_, i) => i % 2 == offset).Select(v => Math.Round((double)v, digits))];
}
