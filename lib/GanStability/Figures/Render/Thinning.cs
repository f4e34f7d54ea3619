namespace GanStability;

/// <summary>
/// Leaves out points of long curves that no screen can show. A curve is cut into stretches, and of each the lowest and the
/// highest value are kept, so peaks and spread stay what they were.
/// </summary>
internal static class Thinning
{
    /// <summary>At most so many of the items, evenly spread, the first and the last among them.</summary>
    public static List<T> Evenly<T>(IReadOnlyList<T> items, int most) =>
        items.Count <= most
            ? [.. items]
            : [.. Enumerable.Range(0, most).Select(i => items[(int)((long)i * (items.Count - 1) / (most - 1))])];

    /// <summary>The most points that a curve keeps: more than a figure has pixels across.</summary>
    public const int Most = 1600;

    /// <summary>The curve with at most <see cref="Most"/> points, for positions that do not decrease; any other is left as it is.</summary>
    public static (IReadOnlyList<double> X, IReadOnlyList<double> Y) Line(IReadOnlyList<double> x, IReadOnlyList<double> y)
    {
        if (x.Count <= Most || !Ascending(x))
            return (x, y);
        var kept = new List<int>(Most);
        const int stretches = Most / 2;
        for (var s = 0; s < stretches; s++)
        {
            int first = (int)((long)s * x.Count / stretches),
                end = (int)((long)(s + 1) * x.Count / stretches),
                low = first,
                high = first;
            for (var i = first; i < end; i++)
            {
                if (y[i] < y[low] || double.IsNaN(y[low]))
                    low = i;
                if (y[i] > y[high] || double.IsNaN(y[high]))
                    high = i;
            }
            kept.Add(Math.Min(low, high));
            if (low != high)
                kept.Add(Math.Max(low, high));
        }
        kept[0] = 0;
        kept[^1] = x.Count - 1;
        return ([.. kept.Select(i => x[i])], [.. kept.Select(i => y[i])]);
    }

    /// <summary>The values to as many decimal places as tell <paramref name="step"/> apart.</summary>
    public static double[] Rounded(IReadOnlyList<double> values, double step)
    {
        var digits = Math.Clamp((int)Math.Ceiling(-Math.Log10(step)), 0, 15);
        return [.. values.Select(v => Math.Round(v, digits))];
    }

    /// <summary>The points at which a path moves: one that has come to rest stands at one point however long it is watched.</summary>
    public static (IReadOnlyList<double> X, IReadOnlyList<double> Y) Moved((double[] X, double[] Y) path)
    {
        var (x, y) = path;
        int[] moves = [.. Enumerable.Range(0, x.Length).Where(i => i == 0 || !x[i].Equals(x[i - 1]) || !y[i].Equals(y[i - 1]))];
        return ([.. moves.Select(i => x[i])], [.. moves.Select(i => y[i])]);
    }

    /// <summary>A band as stretches without gaps, thinned in the same way; edges below <paramref name="floor"/> are raised to it.</summary>
    public static List<List<(double X, double Low, double High)>> Runs(Band band, double floor)
    {
        var runs = new List<List<(double, double, double)>>();
        var each = Math.Max(1, (int)Math.Ceiling(band.X.Count / (Most / 2.0)));
        var open = false;
        for (var first = 0; first < band.X.Count; first += each)
        {
            double low = double.PositiveInfinity,
                high = double.NegativeInfinity;
            for (var i = first; i < Math.Min(first + each, band.X.Count); i++)
            {
                if (!double.IsFinite(band.Low[i]) || !double.IsFinite(band.High[i]))
                    continue;
                low = Math.Min(low, band.Low[i]);
                high = Math.Max(high, band.High[i]);
            }
            var there = low <= high && double.IsFinite(band.X[first]);
            if (there && !open)
                runs.Add([]);
            if (there)
                runs[^1].Add((band.X[first], Math.Max(floor, low), Math.Max(floor, high)));
            open = there;
        }
        return runs;
    }

    private static bool Ascending(IReadOnlyList<double> x)
    {
        for (var i = 1; i < x.Count; i++)
            if (!(x[i] >= x[i - 1]))
                return false;
        return true;
    }
}
