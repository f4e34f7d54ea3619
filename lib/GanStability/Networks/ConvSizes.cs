namespace GanStability.Networks;

/// <summary>How often a picture is halved on its way to the features: twice for 28×28 (to 7×7), three times for 32×32 (to 4×4).</summary>
internal sealed record ConvSizes(long Channels, long Size, int Halvings)
{
    private const long MostSize = 256;

    /// <summary>Height and width of the smallest layer.</summary>
    public long Smallest => Size >> Halvings;

    /// <exception cref="ArgumentException">A nonlinearity with a parameter of its own, which these networks do not keep.</exception>
    public static void Check(Activation activation)
    {
        if (activation == Activation.PReLU) throw new ArgumentException("PReLU is offered for multilayer perceptrons; a convolutional network takes ReLU, LeakyReLU, Tanh or Sigmoid.", nameof(activation));
    }

    /// <exception cref="ArgumentException">Samples that are no square pictures, or of a size that cannot be halved twice.</exception>
    public static ConvSizes Of(IReadOnlyList<long> sampleShape)
    {
        ArgumentNullException.ThrowIfNull(sampleShape);
        if (sampleShape.Count != 3)
            throw new ArgumentException($"A convolutional network needs pictures [channels, height, width]; samples of shape [{string.Join(", ", sampleShape)}] have no height and width.", nameof(sampleShape));
        var (channels, height, width) = (sampleShape[0], sampleShape[1], sampleShape[2]);
        if (height != width || height % 4 != 0 || height is < 8 or > MostSize || channels is < 1 or > 16)
            throw new ArgumentException($"A convolutional network takes square pictures of 8 to {MostSize} pixels, a multiple of 4, with 1 to 16 channels; got [{string.Join(", ", sampleShape)}].", nameof(sampleShape));
        var halvings = 2;
        while ((height >> halvings) % 2 == 0 && height >> halvings > 4) halvings++;
        return new(channels, height, halvings);
    }
}
