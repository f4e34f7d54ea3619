using System.Globalization;
using System.Net;
using TorchSharp;
using static TorchSharp.torch;

namespace GanStability;

/// <summary>A tensor with its shape, its type and its first numbers, however large it is.</summary>
internal static class TensorCard
{
    private const int Rows = 5;
    private const int Columns = 6;

    /// <summary>The card.</summary>
    public static IShown Of(Tensor tensor)
    {
        if (tensor.IsInvalid)
            return new Card("A tensor that was freed", [("why", "Dispose was called, or its scope has ended; make it again")]);
        var shape = string.Join(", ", tensor.shape);
        var title = $"Tensor [{shape}], {tensor.dtype}, on {tensor.device}{(tensor.requires_grad ? ", with gradient" : "")}";
        if (tensor.numel() == 0)
            return new Card(title, [("numbers", "none")]);
        if (tensor.device_type == DeviceType.META)
            return new Card(title, [("numbers", "none on this device")]);
        if (tensor.is_sparse)
            return new Card(title, [("numbers", "sparse")], "t.to_dense()");
        if (tensor.is_complex())
            return new Card(title, [("numbers", "complex")], "t.real", "t.imag");
        using var scope = NewDisposeScope();
        using var _ = no_grad();
        var whole = tensor.detach();
        if (whole.numel() == 1)
            return new Card($"{title}: {Number(whole.to(ScalarType.Float64).item<double>())}", []);
        return FirstNumbers(whole, $"{title}: {Summary(whole)}");
    }

    private static string Summary(Tensor whole)
    {
        var numbers = whole.to(ScalarType.Float64);
        var finite = numbers[numbers.isfinite()];
        if (finite.numel() == 0)
            return "no finite number";
        var (least, most, mean) = (finite.min().item<double>(), finite.max().item<double>(), finite.mean().item<double>());
        var odd = numbers.numel() - finite.numel();
        return $"from {Number(least)} to {Number(most)}, mean {Number(mean)}{(odd > 0 ? $"; {odd} not finite" : "")}";
    }

    private static Numbers FirstNumbers(Tensor whole, string title)
    {
        var page = whole;
        while (page.dim() > 2)
            page = page.select(0, 0);
        if (page.dim() == 1)
            page = page.unsqueeze(0);
        var (rows, columns) = ((int)Math.Min(Rows, page.shape[0]), (int)Math.Min(Columns, page.shape[1]));
        var first = page.narrow(0, 0, rows).narrow(1, 0, columns).to(ScalarType.Float64).cpu().contiguous();
        var numbers = first.data<double>().ToArray();
        var vector = whole.dim() == 1;
        List<string> place = whole.dim() > 2 ? [$"[{string.Concat(Enumerable.Repeat("0, ", (int)whole.dim() - 2))}:, :]"] : [];
        if (rows < page.shape[0] || columns < page.shape[1])
            place.Add($"the first {(vector ? $"{columns}" : $"{rows} × {columns}")}");
        return new(
            $"{title}{(place.Count > 0 ? $". Below: {string.Join(", ", place)}" : "")}",
            new(
                "",
                ["", .. Enumerable.Range(0, columns).Select(c => $"{c}")],
                [.. numbers.Chunk(columns).Select((row, r) => (string[])[vector ? "" : $"{r}", .. row.Select(Number)])]
            )
        );
    }

    /// <summary>A title above a table, which may be much narrower.</summary>
    private sealed record Numbers(string Title, Table Table) : IShown
    {
        public string ToHtml() => $"<div style=\"margin-top:.5em\">{WebUtility.HtmlEncode(Title)}</div>{Table.ToHtml()}";

        public string ToText() => Title + Table.ToText();
    }

    private static string Number(double value) =>
        value.ToString(value == Math.Round(value) && Math.Abs(value) < 1e15 ? "0" : "G6", CultureInfo.InvariantCulture);
}
