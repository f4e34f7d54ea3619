using System.Globalization;
using TorchSharp;
using static TorchSharp.torch;

namespace GanStability;

/// <summary>
/// The ten digits as strokes of a pen, several ways of writing each. Coordinates: x to the right, y down, a digit is 2 high around the
/// origin.
/// </summary>
internal static class DigitStrokes
{
    private static readonly (int Digit, (double X, double Y)[][] Strokes)[] Ways =
    [
        (0, [Arc(0, 0, 0.6, 1, -90, 270, 12)]),
        (0, [Arc(0, 0, 0.45, 1, -60, 300, 12)]),
        (
            1,
            [
                [(0, -1), (0, 0), (0, 1)],
            ]
        ),
        (
            1,
            [
                [(-0.4, -0.55), (0, -1), (0, 0), (0, 1)],
            ]
        ),
        (
            1,
            [
                [(-0.35, -0.6), (0, -1), (0, 0), (0, 1)],
                [(-0.4, 1), (0, 1), (0.4, 1)],
            ]
        ),
        (
            2,
            [
                [.. Arc(0, -0.45, 0.55, 0.55, 190, 395, 6), (0, 0.4), (-0.6, 1), (0, 1), (0.6, 1)],
            ]
        ),
        (
            2,
            [
                [.. Arc(0, -0.4, 0.5, 0.6, 200, 405, 6), (-0.1, 0.6), (-0.5, 0.95), (-0.6, 0.65), (-0.3, 0.6), (0.1, 0.9), (0.6, 0.85)],
            ]
        ),
        (
            3,
            [
                [.. Arc(0, -0.5, 0.5, 0.5, 200, 450, 6), .. Arc(0, 0.5, 0.6, 0.5, 270, 515, 6)[1..]],
            ]
        ),
        (
            3,
            [
                [(-0.5, -1), (0, -1), (0.5, -1), (0.2, -0.55), .. Arc(-0.05, 0.4, 0.6, 0.6, 270, 510, 7)],
            ]
        ),
        (
            4,
            [
                [(-0.35, -1), (-0.45, -0.4), (-0.55, 0.15), (0, 0.15), (0.6, 0.15)],
                [(0.3, -0.7), (0.28, 0.15), (0.25, 1)],
            ]
        ),
        (
            4,
            [
                [(0.3, 1), (0.3, 0.3), (0.3, -1), (-0.15, -0.35), (-0.6, 0.3), (0.3, 0.3), (0.65, 0.3)],
            ]
        ),
        (
            5,
            [
                [(0.5, -1), (0, -1), (-0.4, -1), (-0.45, -0.5), (-0.5, -0.1), .. Arc(-0.02, 0.38, 0.6, 0.62, 235, 510, 7)],
            ]
        ),
        (
            5,
            [
                [(-0.4, -1), (-0.5, -0.1), .. Arc(0, 0.38, 0.6, 0.62, 240, 500, 7)],
                [(-0.4, -1), (0.05, -0.95), (0.55, -1)],
            ]
        ),
        (
            6,
            [
                [(0.35, -1), (-0.1, -0.65), (-0.45, -0.1), .. Arc(0, 0.45, 0.55, 0.55, 180, -180, 9)],
            ]
        ),
        (
            6,
            [
                [(0.05, -1), (-0.35, -0.5), (-0.5, 0), .. Arc(-0.05, 0.5, 0.5, 0.5, 180, -180, 9)],
            ]
        ),
        (
            7,
            [
                [(-0.55, -1), (0, -1), (0.55, -1), (0.2, 0), (-0.1, 1)],
            ]
        ),
        (
            7,
            [
                [(-0.55, -0.7), (-0.5, -1), (0.55, -1), (0.25, -0.1), (-0.2, 1)],
            ]
        ),
        (
            7,
            [
                [(-0.5, -1), (0, -1), (0.55, -1), (0.2, 0), (-0.1, 1)],
                [(-0.25, 0), (0.2, 0), (0.5, 0)],
            ]
        ),
        (
            8,
            [
                [.. Arc(0, -0.5, 0.45, 0.5, 90, 450, 8)],
                [.. Arc(0, 0.5, 0.58, 0.5, -90, 270, 8)],
            ]
        ),
        (
            8,
            [
                [
                    (0.45, -0.8),
                    (0, -1),
                    (-0.4, -0.7),
                    (-0.25, -0.25),
                    (0.25, 0.2),
                    (0.5, 0.6),
                    (0, 1),
                    (-0.5, 0.6),
                    (-0.2, 0.15),
                    (0.3, -0.35),
                    (0.45, -0.8),
                ],
            ]
        ),
        (
            9,
            [
                [.. Arc(0, -0.45, 0.5, 0.55, 0, -360, 9), (0.45, 0.2), (0.35, 1)],
            ]
        ),
        (
            9,
            [
                [.. Arc(0, -0.45, 0.5, 0.55, 0, -360, 9), (0.5, 0.25), (0.2, 0.9), (-0.2, 1), (-0.5, 0.8)],
            ]
        ),
    ];

    /// <summary>
    /// Index of the first way of writing each digit, and the number of ways at the end: digit d is written in ways First[d] to First[d + 1]
    /// − 1.
    /// </summary>
    public static long[] First { get; } = [.. Enumerable.Range(0, 11).Select(d => (long)Ways.TakeWhile(w => w.Digit < d).Count())];

    /// <summary>The control points [way, point, x or y], padded with copies of the last.</summary>
    public static float[,,] Points { get; private set; }

    /// <summary>
    /// The segments between them, as pairs of point numbers [way, segment, start or end], padded with copies of the last.
    /// </summary>
    public static long[,,] Segments { get; private set; }

    static DigitStrokes()
    {
        var drawn = Ways.Select(w => Join(w.Strokes)).ToArray();
        Points = new float[drawn.Length, drawn.Max(d => d.Points.Count), 2];
        Segments = new long[drawn.Length, drawn.Max(d => d.Segments.Count), 2];
        for (var way = 0; way < drawn.Length; way++)
        {
            for (var i = 0; i < Points.GetLength(1); i++)
                (Points[way, i, 0], Points[way, i, 1]) = drawn[way].Points[Math.Min(i, drawn[way].Points.Count - 1)];
            for (var i = 0; i < Segments.GetLength(1); i++)
                (Segments[way, i, 0], Segments[way, i, 1]) = drawn[way].Segments[Math.Min(i, drawn[way].Segments.Count - 1)];
        }
    }

    // Points that coincide are one control point, so that closed loops stay closed when the points are moved.
    private static (List<(float, float)> Points, List<(int, int)> Segments) Join((double X, double Y)[][] strokes)
    {
        var points = new List<(float, float)>();
        var segments = new List<(int, int)>();
        foreach (var stroke in strokes)
        {
            var numbers = stroke.Select(Number).ToArray();
            segments.AddRange(numbers.Zip(numbers.Skip(1)));
        }
        return (points, segments);

        int Number((double X, double Y) p)
        {
            var point = ((float)Math.Round(p.X, 3), (float)Math.Round(p.Y, 3));
            if (!points.Contains(point))
                points.Add(point);
            return points.IndexOf(point);
        }
    }

    // Angles in degrees; 0 points right, 90 down.
    private static (double X, double Y)[] Arc(double x, double y, double rx, double ry, double from, double to, int segments) =>
        [
            .. Enumerable
                .Range(0, segments + 1)
                .Select(i => (from + (to - from) * i / segments) * Math.PI / 180)
                .Select(a => (x + rx * Math.Cos(a), y + ry * Math.Sin(a))),
        ];
}
