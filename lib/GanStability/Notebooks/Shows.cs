using System.Collections;
using System.Globalization;
using System.Net;
using System.Runtime.CompilerServices;
using Plotly.NET;
using static TorchSharp.torch;

namespace GanStability;

/// <summary>
/// Finds how a value is shown: what the kit makes shows itself; tensors, charts of Plotly.NET, and lists and tuples of all these get a form
/// here.
/// </summary>
internal static class Shows
{
    /// <summary>Values of a list that are shown; a notebook is no place for a hundred figures.</summary>
    public const int Most = 24;

    /// <summary>How a value is shown.</summary>
    /// <param name="value">Any value.</param>
    /// <returns>Its form; null for one that the kit knows nothing of, and for a list or tuple of only such values.</returns>
    public static IShown? Find(object? value) =>
        value switch
        {
            null or string => null,
            IShown shown => shown,
            Tensor tensor => TensorCard.Of(tensor),
            IDataSource source => DataCard.Of(source),
            IEnumerable<Run> runs => Run.Compare(runs),
            IEnumerable<ModeCoverage> coverage => ModeCoverage.Compare(coverage),
            ITuple tuple => Several([.. Enumerable.Range(0, tuple.Length).Select(i => tuple[i])]),
            // A query is run when it is read, which a look at it must not do unless its values are sure to be shown.
            IEnumerable<IShown> or IEnumerable<Tensor> or ICollection => Several([.. ((IEnumerable)value).Cast<object?>().Take(Most + 1)]),
            _ => IsChart(value) ? new PlotlyChart(value) : null,
        };

    /// <summary>Several values, one under the other.</summary>
    /// <param name="values">At least one.</param>
    /// <returns>All of them; what the kit knows nothing of as text.</returns>
    /// <exception cref="ArgumentException">Nothing to show, or null.</exception>
    public static IShown All(IReadOnlyList<object> values)
    {
        if (values is null or [] || values.Any(v => v is null))
            throw new ArgumentException(
                "There is nothing to show: a value is missing (null). Run the cell that makes it first.",
                nameof(values)
            );
        var shown = values.Select(v => Find(v) ?? new Words(v)).ToList();
        return shown is [var one] ? one : new Stack(shown);
    }

    private static Stack? Several(List<object?> values)
    {
        var shown = values.Take(Most).Select(v => (Value: v, Shown: Find(v))).ToList();
        if (shown.TrueForAll(v => v.Shown is null))
            return null;
        List<IShown> all = [.. shown.Select(v => v.Shown ?? new Words(v.Value))];
        if (values.Count > Most)
            all.Add(new Words($"… the first {Most} are shown."));
        return new Stack(all);
    }

    // In a method of its own: Plotly.NET is loaded when the first chart may be one.
    [MethodImpl(MethodImplOptions.NoInlining)]
    private static bool IsChart(object value) => value is GenericChart;

    private sealed record Stack(IReadOnlyList<IShown> Parts) : IShown
    {
        public string ToHtml() => string.Join('\n', Parts.Select(p => p.ToHtml()));

        public string ToText() => string.Join('\n', Parts.Select(p => p.ToText()));
    }

    private sealed record Words(object? Value) : IShown
    {
        public string ToHtml() => $"<div>{WebUtility.HtmlEncode(ToText()).Replace("\n", "<br>", StringComparison.Ordinal)}</div>";

        public string ToText() => Convert.ToString(Value, CultureInfo.InvariantCulture) ?? "";
    }
}
