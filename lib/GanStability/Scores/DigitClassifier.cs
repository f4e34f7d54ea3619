using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using TorchSharp;
using static TorchSharp.torch;

namespace GanStability;

/// <summary>Where a classifier comes from; kept beside its weights.</summary>
/// <param name="Data">What it was trained on.</param>
/// <param name="Seed">The seed.</param>
/// <param name="Steps">Steps of training, 128 pictures each.</param>
/// <param name="Accuracy">Share of held-out pictures it gets right.</param>
/// <param name="HeldOut">Number of held-out pictures.</param>
internal sealed record ClassifierOrigin(string Data, long Seed, int Steps, double Accuracy, int HeldOut);

/// <summary>
/// A small convolutional classifier of 28×28 grey pictures in ten classes: the feature network of the digit scores. For synthetic digits a
/// trained one ships with the course;
/// for any other set one is trained on first use (a minute on two cores) and kept in the user's cache folder.
/// </summary>
public sealed class DigitClassifier : IFeatureNetwork
{
    private const int Batch = 128;
    private const int SyntheticSteps = 1500;
    private const int SyntheticHeldOut = 10_000;
    private static readonly JsonSerializerOptions Indented = new() { WriteIndented = true };
    private readonly DigitNetwork network;
    private readonly Device device;

    private DigitClassifier(DigitNetwork network, ClassifierOrigin origin, Device device) =>
        (this.network, Origin, this.device) = (network, origin, device);

    /// <summary>Where it comes from.</summary>
    internal ClassifierOrigin Origin { get; }

    /// <inheritdoc/>
    public string Name =>
        string.Create(
            CultureInfo.InvariantCulture,
            $"digit classifier trained on {Origin.Data} ({100 * Origin.Accuracy:0.00} % right on {Origin.HeldOut} held-out pictures)"
        );

    /// <inheritdoc/>
    public int Classes => DigitNetwork.Classes;

    /// <inheritdoc/>
    public int Features => DigitNetwork.Features;

    /// <summary>
    /// The classifier for a source of pictures: shipped, from the cache, or trained now on 80 % of the pictures, chosen at random, and
    /// tested on the rest.
    /// </summary>
    /// <param name="source">Synthetic digits, or a set of 28×28 grey pictures in ten classes.</param>
    /// <param name="progress">Told how far the training is; may be null.</param>
    /// <param name="device">Where it looks at pictures; the CPU when null.</param>
    /// <returns>The classifier.</returns>
    /// <exception cref="ArgumentException">Pictures of another kind; colour pictures need <see cref="InceptionNetwork"/>.</exception>
    /// <exception cref="FileNotFoundException">The shipped classifier is missing.</exception>
    public static DigitClassifier For(ILabelledSource source, Action<string>? progress = null, Device? device = null)
    {
        Check(source);
        if (source.ShippedClassifier is { } shipped)
            return Load(Path.Combine(DataFolders.Shipped, shipped), device ?? CPU);
        if (source is not IFiniteSource set)
            return Train(source, source, 0, SyntheticSteps, SyntheticHeldOut, progress, device);
        var path = Path.Combine(DataFolders.Cache, "classifiers", CacheName(set));
        if (File.Exists(path + ".weights") && File.Exists(path + ".json"))
            return Load(path, device ?? CPU);
        using var shuffled = ImageSet.Shuffled(set, seed: 0);
        var (known, heldOut) = Split(shuffled);
        using (known)
        using (heldOut)
        {
            var trained = Train(known, heldOut, 0, StepsFor(known.Count), heldOut.Count, progress, device, set.Name);
            trained.Save(path);
            return trained;
        }
    }

    /// <summary>
    /// Four fifths to learn from and a fifth to test on. Of pictures sorted by class, as a folder gives them, the last fifth would be
    /// classes that were never shown, so the set must have been shuffled.
    /// </summary>
    internal static (ImageSet Known, ImageSet HeldOut) Split(ImageSet shuffled)
    {
        var known = shuffled.Count * 4 / 5;
        return (shuffled.Part(0, known), shuffled.Part(known, shuffled.Count - known));
    }

    /// <summary>
    /// Trains the classifier that ships with the course and writes it to the folder <c>data</c>: <c>dotnet run -c Release --project
    /// lib/Runner -- data classifier</c>.
    /// </summary>
    /// <param name="progress">Told how far the training is; may be null.</param>
    /// <returns>The classifier.</returns>
    public static DigitClassifier TrainShipped(Action<string>? progress = null)
    {
        var digits = new SyntheticDigits();
        var trained = Train(digits, digits, 0, SyntheticSteps, SyntheticHeldOut, progress);
        trained.Save(Path.Combine(DataFolders.Shipped, SyntheticDigits.DigitClassifierFile));
        return trained;
    }

    /// <summary>
    /// Trains a classifier: Adam with a step size that falls to zero, 128 pictures a step; finite sets are shifted by up to two pixels.
    /// </summary>
    /// <param name="source">What to learn.</param>
    /// <param name="heldOut">What to test on; for endless data the same source with other draws.</param>
    /// <param name="seed">Decides the start, the draws and the shifts.</param>
    /// <param name="steps">Steps, at least 1.</param>
    /// <param name="test">Pictures to test on.</param>
    /// <param name="progress">Told how far the training is; may be null.</param>
    /// <param name="device">Where to train; the CPU when null.</param>
    /// <param name="name">What to call the data; its own name when null.</param>
    /// <returns>The classifier.</returns>
    /// <exception cref="ArgumentException">Pictures of another kind, or fewer than one step.</exception>
    public static DigitClassifier Train(
        ILabelledSource source,
        ILabelledSource heldOut,
        long seed,
        int steps,
        int test,
        Action<string>? progress = null,
        Device? device = null,
        string? name = null
    )
    {
        Check(source);
        Check(heldOut);
        ArgumentOutOfRangeException.ThrowIfLessThan(steps, 1);
        ArgumentOutOfRangeException.ThrowIfLessThan(test, 1);
        var on = device ?? CPU;
        var network = new DigitNetwork(seed, on);
        using var draws = new torch.Generator((ulong)seed + 1, on);
        // The player gives the network one flat parameter tensor; the network keeps the memory when the player's view of it goes.
        var player = new Player<DigitNetwork>(network, replicas: 1);
        using var parameters = player.Parameters;
        using var adam = new Adam(parameters, new(LearningRate: 2e-3, Beta1: 0.9));
        var shifts = new Random((int)seed);
        var interrupt = Interrupt.Token;
        for (var step = 0; step < steps; step++)
        {
            interrupt.ThrowIfInterrupted($"the digit classifier was at step {step} of {steps}, and nothing of it is kept");
            using var scope = NewDisposeScope();
            var (pictures, labels) = source.DrawLabelled(Batch, draws, on);
            if (source is IFiniteSource)
                pictures = pictures.roll([shifts.Next(-2, 3), shifts.Next(-2, 3)], [2, 3]);
            var loss = nn.functional.cross_entropy(network.call(pictures).Logits, labels);
            adam.Step(player.Gradient(loss.unsqueeze(0)), share: 1 - (double)step / steps);
            if (progress is not null && (step + 1) % 50 == 0)
                progress(
                    string.Create(
                        CultureInfo.InvariantCulture,
                        $"training the digit classifier: step {step + 1} of {steps}, loss {loss.item<float>():0.000}"
                    )
                );
        }
        var untested = new DigitClassifier(network, new(name ?? source.Name, seed, steps, 0, test), on);
        return new(network, untested.Origin with { Accuracy = untested.AccuracyOn(heldOut, test, seed + 2) }, on);
    }

    /// <summary>Share of pictures that are classified as their label says.</summary>
    /// <param name="source">Pictures with labels; a finite set is gone through from its first picture.</param>
    /// <param name="count">How many pictures.</param>
    /// <param name="seed">Decides the draws from endless data.</param>
    /// <param name="attack">Changes each picture, knowing its label, before it is classified; null for pictures as they are.</param>
    /// <returns>Between 0 and 1; the error rate is one minus it.</returns>
    public double AccuracyOn(ILabelledSource source, int count, long seed, Attack? attack = null)
    {
        Check(source);
        using var draws = new torch.Generator((ulong)seed, device);
        var interrupt = Interrupt.Token;
        long right = 0;
        for (var done = 0; done < count; done += Batch)
        {
            interrupt.ThrowIfInterrupted($"{done} of {count} pictures were classified, so the accuracy is not known");
            using var scope = NewDisposeScope();
            var size = Math.Min(Batch, count - done);
            var (pictures, labels) = source is IFiniteSource set ? set.Range(done, size, device) : source.DrawLabelled(size, draws, device);
            if (attack is not null)
                pictures = attack.Apply(pictures, x => Cost(x, labels));
            right += ExtractFeatures(pictures).Probabilities.argmax(1).eq(labels.cpu()).sum().item<long>();
        }
        return (double)right / count;
    }

    /// <inheritdoc/>
    public (Tensor Probabilities, Tensor Features) ExtractFeatures(Tensor pictures)
    {
        Check(pictures);
        using var scope = NewDisposeScope();
        using var _ = no_grad();
        var (logits, features) = network.call(pictures.to(device));
        return (nn.functional.softmax(logits, 1).cpu().MoveToOuterDisposeScope(), features.cpu().contiguous().MoveToOuterDisposeScope());
    }

    /// <summary>The scores before the softmax; unlike <see cref="ExtractFeatures"/> they can be differentiated by the pixels.</summary>
    /// <param name="pictures">[N, 1, 28, 28] in [−1, 1].</param>
    /// <returns>Logits [N, 10].</returns>
    /// <exception cref="ArgumentException">Pictures of another shape.</exception>
    public Tensor Logits(Tensor pictures)
    {
        Check(pictures);
        return network.call(pictures.to(device)).Logits;
    }

    /// <summary>
    /// −log p(label | picture) of each picture, what an <see cref="Attack"/> raises; it can be differentiated by the pixels.
    /// </summary>
    /// <param name="pictures">[N, 1, 28, 28] in [−1, 1].</param>
    /// <param name="labels">0 to 9, shape [N], int64.</param>
    /// <returns>[N], nats.</returns>
    /// <exception cref="ArgumentException">Pictures of another shape, or not one label per picture.</exception>
    public Tensor Cost(Tensor pictures, Tensor labels)
    {
        ArgumentNullException.ThrowIfNull(labels);
        var logits = Logits(pictures);
        if (labels.dim() != 1 || labels.shape[0] != logits.shape[0])
            throw new ArgumentException(
                $"Give one label per picture, shape [{logits.shape[0]}]; got [{string.Join(", ", labels.shape)}].",
                nameof(labels)
            );
        return nn.functional.cross_entropy(logits, labels.to(device), reduction: nn.Reduction.None);
    }

    /// <summary>Writes the weights and, beside them, where they come from.</summary>
    /// <param name="path">The path without an ending.</param>
    public void Save(string path)
    {
        Directory.CreateDirectory(Path.GetDirectoryName(Path.GetFullPath(path))!);
        // Moved into place whole: another notebook may be looking.
        var unfinished = $"{path}.{Environment.ProcessId}.part";
        network.save(unfinished);
        File.WriteAllText(path + ".json", JsonSerializer.Serialize(Origin, Indented) + "\n");
        File.Move(unfinished, path + ".weights", overwrite: true);
    }

    /// <summary>Reads what <see cref="Save"/> wrote.</summary>
    /// <param name="path">The path without an ending.</param>
    /// <param name="device">Where it looks at pictures.</param>
    /// <returns>The classifier.</returns>
    /// <exception cref="FileNotFoundException">A file is missing.</exception>
    /// <exception cref="InvalidDataException">The weights do not fit.</exception>
    public static DigitClassifier Load(string path, Device device)
    {
        foreach (var file in new[] { path + ".weights", path + ".json" })
            if (!File.Exists(file))
                throw new FileNotFoundException(
                    $"The digit classifier is missing: there is no {Path.GetFileName(file)}. It belongs to the folder data of the course.",
                    file
                );
        var network = new DigitNetwork(0, CPU);
        try
        {
            var origin = JsonSerializer.Deserialize<ClassifierOrigin>(File.ReadAllText(path + ".json")) ?? throw new JsonException("empty");
            network.load(path + ".weights");
            return new((DigitNetwork)network.to(device), origin, device);
        }
        catch (Exception e) when (e is JsonException or ArgumentException or EndOfStreamException or FormatException)
        {
            network.Dispose();
            throw new InvalidDataException($"{Path.GetFileName(path)}.weights does not hold the digit classifier: {e.Message}", e);
        }
    }

    /// <summary>Frees the network.</summary>
    public void Dispose() => network.Dispose();

    // About ten passes over a small set, two over a large one.
    private static int StepsFor(int pictures) => 500 + pictures / 40;

    private static string CacheName(IFiniteSource set) =>
        Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes($"{set.Description}, shuffled")))[..16];

    private static void Check(Tensor pictures)
    {
        ArgumentNullException.ThrowIfNull(pictures);
        if (pictures.shape is not [_, 1, DigitNetwork.Size, DigitNetwork.Size])
            throw new ArgumentException(
                $"The digit classifier looks at pictures [N, 1, 28, 28]; got [{string.Join(", ", pictures.shape)}].",
                nameof(pictures)
            );
    }

    private static void Check(ILabelledSource source)
    {
        ArgumentNullException.ThrowIfNull(source);
        if (source.SampleShape is not [1, DigitNetwork.Size, DigitNetwork.Size] || source.Classes.Count != DigitNetwork.Classes)
            throw new ArgumentException(
                $"The digit classifier looks at 28×28 grey pictures of 10 classes; {source.Name} has shape "
                    + $"[{string.Join(", ", source.SampleShape)}] and {source.Classes.Count} classes. Colour pictures need "
                    + $"InceptionNetwork.",
                nameof(source)
            );
    }
}
