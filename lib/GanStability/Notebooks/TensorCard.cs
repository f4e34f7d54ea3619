using System.Globalization;
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
        if (tensor.IsInvalid) return new Card("A tensor that was freed", [("why", "Dispose was called, or the scope that it belonged to has ended; make it again")]);
        var title = $"Tensor [{string.Join(", ", tensor.shape)}], {tensor.dtype}, on {tensor.device}{(tensor.requires_grad ? ", with gradient" : "")}";
        if (tensor.numel() == 0) return new Card(title, [("numbers", "none")]);
        if (tensor.device_type == DeviceType.META) return new Card(title, [("numbers", "none on this device")]);
        if (tensor.is_sparse) return new Card(title, [("numbers", "sparse")], "t.to_dense()");
        if (tensor.is_complex()) return new Card(title, [("numbers", "complex")], "t.real", "t.imag");
        using var scope = NewDisposeScope();
        using var _ = no_grad();
        var whole = tensor.detach();
        if (whole.numel() == 1) return new Card($"{title}: {Number(whole.to(ScalarType.Float64).item<double>())}", []);
        return FirstNumbers(whole, $"{title}: {Summary(whole)}");
    }

    private static string Summary(Tensor whole)
    {
        // As double the numbers of every type are exact; half a million at a time would be enough, but the mean wants them all.
        var numbers = whole.to(ScalarType.Float64);
        var finite = numbers[numbers.isfinite()];
        if (finite.numel() == 0) return "no finite number";
        var text = $"from {Number(finite.min().item<double>())} to {Number(finite.max().item<double>())}, mean {Number(finite.mean().item<double>())}";
        return finite.numel() == numbers.numel() ? text : $"{text}; {numbers.numel() - finite.numel()} not finite";
    }

    private static Table FirstNumbers(Tensor whole, string title)
    {
        var page = whole;
        while (page.dim() > 2) page = page.select(0, 0);
        if (page.dim() == 1) page = page.unsqueeze(0);
        var (rows, columns) = ((int)Math.Min(Rows, page.shape[0]), (int)Math.Min(Columns, page.shape[1]));
        var numbers = page.narrow(0, 0, rows).narrow(1, 0, columns).to(ScalarType.Float64).cpu().contiguous().data<double>().ToArray();
        var place = whole.dim() > 2 ? $"[{string.Concat(Enumerable.Repeat("0, ", (int)whole.dim() - 2))}:, :]" : "";
        if (rows < page.shape[0] || columns < page.shape[1]) place += $"{(place.Length > 0 ? ", " : "")}the first {(whole.dim() == 1 ? $"{columns}" : $"{rows} × {columns}")}";
        return new($"{title}{(place.Length > 0 ? $". Below: {place}" : "")}", ["", .. Enumerable.Range(0, columns).Select(c => $"{c}")],
            [.. Enumerable.Range(0, rows).Select(r => (string[])[whole.dim() == 1 ? "" : $"{r}", .. numbers.Skip(r * columns).Take(columns).Select(Number)])]);
    }

    private static string Number(double value) => value.ToString(value == Math.Round(value) && Math.Abs(value) < 1e15 ? "0" : "G6", CultureInfo.InvariantCulture);
}
