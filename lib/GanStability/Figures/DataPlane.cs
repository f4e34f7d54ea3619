namespace GanStability;

/// <summary>
/// The plane of a run's points: how far it reaches, and how the data is drawn in it – its modes where they are known, else points of its
/// own.
/// </summary>
/// <param name="Name">The name of the data.</param>
/// <param name="Edge">The plane is shown from −edge to edge.</param>
/// <param name="Data">The data.</param>
/// <param name="InFront">A few rings are drawn over the samples, many points under them.</param>
internal sealed record DataPlane(string Name, double Edge, Points Data, bool InFront)
{
    private const double Margin = 1.15;
    private const int MostPoints = 500;

    /// <exception cref="ArgumentException">The data is no points in the plane.</exception>
    public static DataPlane Of(Run run, int replica)
    {
        var data = run.Recipe.Data;
        if (data is IHasModes modes)
            return new(
                data.Name,
                modes.Extent * Margin,
                new("centres of the data", [.. modes.Centres.Select(c => c.X)], [.. modes.Centres.Select(c => c.Y)])
                {
                    Color = 0,
                    Marker = Marker.Ring,
                    Size = 12,
                },
                InFront: true
            );
        if (!IsPlane(run))
            throw new ArgumentException(
                $"This figure needs points in the plane; {data.Name} has samples of shape " + $"[{string.Join(", ", data.SampleShape)}].",
                nameof(run)
            );
        var points = run.DataSample(replica)!;
        return new(
            data.Name,
            points.Max(Math.Abs) * Margin,
            Points("data", points[..Math.Min(points.Length, 2 * MostPoints)]) with
            {
                Color = 0,
                Size = 4,
                Opacity = 0.6,
            },
            InFront: false
        );
    }

    /// <summary>The samples of a run can be drawn.</summary>
    public static bool IsPlane(Run run) => run.Recipe.Data.SampleShape is [2];

    /// <summary>Samples and data, back to front.</summary>
    public IReadOnlyList<Series> Over(Points samples) => InFront ? [samples, Data] : [Data, samples];

    /// <summary>A panel in which one unit is as long on both axes.</summary>
    public Panel Panel(string title, IReadOnlyList<Series> series) =>
        new(title, new Axis("x", Min: -Edge, Max: Edge), new Axis("y", Min: -Edge, Max: Edge), series) { EqualAspect = true };

    /// <summary>Points from x0, y0, x1, y1, …</summary>
    public static Points Points(string name, float[] points) => new(name, Every(points, 0), Every(points, 1));

    private static double[] Every(float[] points, int offset) =>
        [.. points.Where((_, i) => i % 2 == offset).Select(v => Math.Round((double)v, 4))];
}
