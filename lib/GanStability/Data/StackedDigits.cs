using TorchSharp;
using static TorchSharp.torch;

namespace GanStability;

/// <summary>
/// Three digits stacked as the colour channels of one picture: 1000 known modes, of which a generator can lose very many without looking
/// bad. The label of (a, b, c) is 100a + 10b + c. The test of Metz et al. 2017 (arXiv 1611.02163), also used by PacGAN (arXiv 1712.04086).
/// </summary>
public sealed partial record StackedDigits : ILabelledSource
{
    private readonly ILabelledSource digits;

    /// <summary>Stacks digits.</summary>
    /// <param name="digits">Grey pictures of ten classes; synthetic digits when null.</param>
    /// <exception cref="ArgumentException">Pictures that are not grey, or not of ten classes.</exception>
    public StackedDigits(ILabelledSource? digits = null)
    {
        this.digits = digits ?? new SyntheticDigits();
        if (this.digits.SampleShape is not [1, _, _] || this.digits.Classes.Count != 10)
            throw new ArgumentException(
                $"Stacking needs grey pictures [1, height, width] of 10 classes; {this.digits.Name} has shape "
                    + $"[{string.Join(", ", this.digits.SampleShape)}] and {this.digits.Classes.Count} classes.",
                nameof(digits)
            );
        SampleShape = [3, this.digits.SampleShape[1], this.digits.SampleShape[2]];
    }

    /// <summary>Where the three digits come from.</summary>
    public ILabelledSource Digits => digits;

    /// <inheritdoc/>
    public ILabelledSource? Channels => digits;

    /// <inheritdoc/>
    public string Description => $"three of: {digits.Description}";

    /// <inheritdoc/>
    public string Name => $"stacked {digits.Name}, 1000 modes";

    /// <inheritdoc/>
    public IReadOnlyList<long> SampleShape { get; }

    /// <inheritdoc/>
    public IReadOnlyList<string> Classes { get; } =
    [.. Enumerable.Range(0, 1000).Select(k => k.ToString("000", System.Globalization.CultureInfo.InvariantCulture))];

    /// <inheritdoc/>
    public Tensor Sample(int count, torch.Generator generator, Device device)
    {
        using var scope = NewDisposeScope();
        return SampleLabelled(count, generator, device).Images.MoveToOuterDisposeScope();
    }

    /// <inheritdoc/>
    public (Tensor Images, Tensor Labels) SampleLabelled(int count, torch.Generator generator, Device device)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(count);
        using var scope = NewDisposeScope();
        var (images, labels) = digits.SampleLabelled(3 * count, generator, device);
        var stacked = labels.view(count, 3);
        return (
            images.view([count, .. SampleShape]).MoveToOuterDisposeScope(),
            (stacked[.., 0] * 100 + stacked[.., 1] * 10 + stacked[.., 2]).MoveToOuterDisposeScope()
        );
    }
}
