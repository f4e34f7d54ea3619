using System.Runtime.InteropServices;
using TorchSharp;
using static TorchSharp.torch;

namespace GanStability;

/// <summary>
/// The door through which data enters: what a source says of itself and every batch that it draws is checked here, before anything native
/// is done with it. A source may be a learner's own.
/// </summary>
internal static class CheckedSource
{
    private const int Tried = 4;

    /// <summary>Checks what a source says of itself; nothing is drawn.</summary>
    /// <exception cref="ArgumentException">No name, or a shape that is neither one of points nor one of pictures; impossible
    /// modes.</exception>
    public static void Check(IDataSource source)
    {
        if (string.IsNullOrWhiteSpace(source.Name))
            throw new ArgumentException(
                $"The source {source.GetType().Name} has no Name; give a short one, such as \"spiral\".",
                nameof(source)
            );
        if (source.SampleShape is not ([> 0] or [> 0, > 0, > 0]))
            throw Refused(
                source,
                $"SampleShape is {(source.SampleShape is { } shape ? Shape.Of([.. shape]) : "null")}; it must be the shape of one sample: "
                    + $"[2] for points in the plane, [D] for D numbers, [channels, height, width] for pictures (grey: [1, height, width])"
            );
        if (source is not IHasModes modes)
            return;
        if (source.SampleShape is not [2])
            throw Refused(source, $"it has modes, and SampleShape is {Shape.Of([.. source.SampleShape])}; modes lie in the plane: [2]");
        if (modes.Centres is not { Count: > 0 } centres || centres.Any(c => !double.IsFinite(c.X) || !double.IsFinite(c.Y)))
            throw Refused(source, "Centres must hold at least one centre (x, y) of finite numbers");
        if (!(double.IsFinite(modes.Sigma) && modes.Sigma > 0))
            throw Refused(source, $"Sigma is {Require.Text(modes.Sigma)}; the width of a mode is a number greater than 0");
        if (modes.Weights is not { } weights || weights.Count != centres.Count || !(Math.Abs(weights.Sum() - 1) < 1e-6))
            throw Refused(source, $"Weights must hold one share for each of the {centres.Count} centres, summing to 1");
    }

    /// <summary>
    /// Draws a few samples twice from equal generators: a source that takes its random numbers elsewhere would give another run of the same
    /// recipe, and no two methods could be compared seed by seed.
    /// </summary>
    /// <exception cref="ArgumentException">Samples that cannot be used, or that do not follow the generator.</exception>
    public static void Try(IDataSource source, Device device)
    {
        using var scope = NewDisposeScope();
        if (!Once().eq(Once()).all().item<bool>())
            throw Refused(
                source,
                "Sample drew two different batches from equal generators; take every random number from the generator that it is given, as "
                    + "in randn(…, device: device, generator: generator), and keep nothing from one call to the next"
            );

        Tensor Once()
        {
            using var generator = new torch.Generator(1, device);
            return source.Draw(Tried, generator, device);
        }
    }

    /// <summary>Draws samples and checks them.</summary>
    /// <param name="source">The source.</param>
    /// <param name="count">How many.</param>
    /// <param name="generator">The random stream.</param>
    /// <param name="device">Where they must be.</param>
    /// <param name="numbers">Their type: that of the players' parameters.</param>
    /// <param name="finite">Looks whether every number is finite, for which a GPU makes its host wait.</param>
    /// <returns>[count, sample shape], without a graph.</returns>
    /// <exception cref="ArgumentException">Anything else; the message names the source.</exception>
    public static Tensor Draw(
        this IDataSource source,
        int count,
        torch.Generator generator,
        Device device,
        ScalarType numbers = ScalarType.Float32,
        bool finite = true
    )
    {
        Tensor samples;
        try
        {
            samples = source.Sample(count, generator, device);
        }
        catch (ExternalException e)
        {
            throw Refused(source, $"Sample failed: {e.Message.Split('\n')[0].TrimEnd('.')}", e);
        }
        CheckSamples(source, "Sample", samples, count, device, numbers);
        if (finite)
            CheckFinite(source, "Sample", samples, count);
        return samples;
    }

    /// <summary>Draws pictures with their labels and checks both.</summary>
    /// <returns>[count, channels, height, width], float32, and [count], int64, each below the number of classes.</returns>
    /// <exception cref="ArgumentException">Anything else; the message names the source.</exception>
    public static (Tensor Images, Tensor Labels) DrawLabelled(
        this ILabelledSource source,
        int count,
        torch.Generator generator,
        Device device
    )
    {
        const string method = "SampleLabelled";
        (Tensor Images, Tensor Labels) drawn;
        try
        {
            drawn = source.SampleLabelled(count, generator, device);
        }
        catch (ExternalException e)
        {
            throw Refused(source, $"{method} failed: {e.Message.Split('\n')[0].TrimEnd('.')}", e);
        }
        CheckSamples(source, method, drawn.Images, count, device, ScalarType.Float32);
        CheckFinite(source, method, drawn.Images, count);
        Present(source, method, drawn.Labels, "labels");
        if (drawn.Labels.dtype != ScalarType.Int64 || drawn.Labels.shape is not [var n] || n != count)
            throw Refused(
                source,
                $"{method} returned labels {drawn.Labels.dtype} {Shape.Of(drawn.Labels)}; they must be {ScalarType.Int64} [{count}]"
            );
        if (count > 0 && (drawn.Labels.min().item<long>() < 0 || drawn.Labels.max().item<long>() >= source.Classes.Count))
            throw Refused(
                source,
                $"{method} returned labels from {drawn.Labels.min().item<long>()} to {drawn.Labels.max().item<long>()}; with "
                    + $"{source.Classes.Count} Classes they are 0 to {source.Classes.Count - 1}"
            );
        return drawn;
    }

    private static void CheckSamples(IDataSource source, string method, Tensor samples, int count, Device device, ScalarType numbers)
    {
        Present(source, method, samples, "samples");
        long[] expected = [count, .. source.SampleShape];
        if (!samples.shape.AsSpan().SequenceEqual(expected))
            throw Refused(
                source,
                $"{method} returned samples of shape {Shape.Of(samples)}; {count} were asked for and SampleShape is "
                    + $"{Shape.Of([.. source.SampleShape])}, so it must be {Shape.Of(expected)}"
            );
        if (samples.dtype != numbers)
            throw Refused(
                source,
                $"{method} returned samples of type {samples.dtype}; they must be {numbers}: end with .to(ScalarType.{numbers})"
            );
        if (samples.device_type != device.type)
            throw Refused(
                source,
                $"{method} returned samples on {samples.device}; they were asked for on {device}: make them with device: device"
            );
        if (samples.requires_grad)
            throw Refused(
                source,
                $"{method} returned samples with a graph of gradients; nothing is learned in the data: end with .detach()"
            );
    }

    private static void CheckFinite(IDataSource source, string method, Tensor samples, int count)
    {
        using var scope = NewDisposeScope();
        var finite = samples.isfinite();
        if (finite.all().item<bool>())
            return;
        var first = finite.logical_not().flatten(1).any(1).to(ScalarType.Int32).argmax().item<long>();
        throw Refused(source, $"{method} returned a number that is not finite, in sample {first} of {count}; samples are finite numbers");
    }

    private static void Present(IDataSource source, string method, Tensor? tensor, string what)
    {
        if (tensor is null)
            throw Refused(source, $"{method} returned null; it must return {what}");
        if (tensor.IsInvalid)
            throw Refused(
                source,
                $"{method} returned {what} that were already freed; inside a dispose scope end with .MoveToOuterDisposeScope()"
            );
    }

    private static ArgumentException Refused(IDataSource source, string what, Exception? inner = null) =>
        new($"The source '{source.Name}' cannot be used: {what}.", nameof(source), inner);
}
