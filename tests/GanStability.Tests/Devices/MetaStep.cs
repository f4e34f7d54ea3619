using System.Collections;
using System.Reflection;
using TorchSharp;
using Xunit;
using static TorchSharp.torch;

namespace GanStability.Tests.Devices;

/// <summary>
/// Steps of a recipe on torch's <c>meta</c> device, whose tensors have a shape and no numbers: whoever asks for a number there throws, so
/// a step that succeeds never makes a GPU wait for its host. Mixing devices is not always refused, so every tensor is looked at.
/// </summary>
internal static class MetaStep
{
    private const BindingFlags Fields =
        BindingFlags.Instance | BindingFlags.Public | BindingFlags.NonPublic | BindingFlags.DeclaredOnly;

    private static readonly PropertyInfo InScope =
        typeof(DisposeScope).GetProperty("Disposables", BindingFlags.Instance | BindingFlags.NonPublic)
        ?? throw new InvalidOperationException("This version of TorchSharp keeps the tensors of a scope elsewhere: find them.");

    /// <summary>Trains a few steps, and names every tensor that is not on the device.</summary>
    /// <remarks>
    /// libtorch alone has no kernels on this device for the rectifier, the softplus of the usual losses, absolute values, deviations,
    /// convolutions and its batch normalisation (in Python, PyTorch brings them). The recipe given must do without; none of them asks for
    /// a number.
    /// </remarks>
    public static IReadOnlyList<string> Elsewhere(Recipe recipe)
    {
        using var run = new Run(recipe, Points(recipe), META);
        var game = run.Algorithm;
        // The second step finds what the first has left behind.
        for (var i = 0; i < 2; i++)
            game.Step();
        var found = new List<string>();
        Look(run.Players.Generator.Network.named_buffers().Concat(run.Players.Discriminator.Network.named_buffers()), "the buffer");
        foreach (var (path, tensor) in Reachable(run))
            Look([(path, tensor)], "the field");
        using var scope = NewDisposeScope();
        var prepared = run.Recipe;
        long[] batch = [prepared.Replicas, prepared.Batch];
        var real = empty([.. batch, .. prepared.Data.SampleShape], device: META);
        var z = empty([.. batch, prepared.Generator.Latent], device: META);
        var (cost, turn) = game.DiscriminatorCost(real, z);
        var gradient = run.Players.Discriminator.Gradient(cost);
        var generatorCost = game.GeneratorCost(real, z);
        var generatorGradient = run.Players.Generator.Gradient(generatorCost);
        Look(
            [
                ("real", turn.Real),
                ("fake", turn.Fake),
                ("D(x)", turn.OnReal.Logits),
                ("D(G(z))", turn.OnFake.Logits),
                ("the features", turn.OnReal.Features),
                ("D's cost", cost),
                ("D's gradient", gradient),
                ("G's cost", generatorCost),
                ("G's gradient", generatorGradient),
            ],
            "the result"
        );
        var made = ((IEnumerable)InScope.GetValue(scope)!).OfType<Tensor>().ToList();
        Assert.True(made.Count > 9, "The scope holds what the costs are made of.");
        Look(made.Select(t => ($"{t.dtype} [{string.Join(", ", t.shape)}]", t)), "an intermediate result");
        return found;

        void Look(IEnumerable<(string Name, Tensor Tensor)> tensors, string what) =>
            found.AddRange(
                tensors
                    .Where(t => t.Tensor.device_type != DeviceType.META && !IsGeneratorState(t.Tensor))
                    .Select(t => $"{what} {t.Name}: {t.Tensor.device}")
            );
    }

    // Where a generator stands lies on the host, also for the generator of a GPU.
    private static bool IsGeneratorState(Tensor tensor) => tensor.dtype == ScalarType.Byte && tensor.device_type == DeviceType.CPU;

    // What samples are measured against is drawn before training, and lies on the host.
    private static List<float[]>? Points(Recipe recipe) =>
        recipe.Data is IHasModes || recipe.Data.SampleShape.Count == 3
            ? null
            : [.. Enumerable.Range(0, recipe.Replicas).Select(_ => new float[EnergyDistance.SampleCount * recipe.Data.SampleShape[0]])];

    /// <summary>Every tensor that hangs on an object of the library by its fields, with the way to it.</summary>
    private static IEnumerable<(string Path, Tensor Tensor)> Reachable(object root)
    {
        var seen = new HashSet<object>(ReferenceEqualityComparer.Instance);
        var waiting = new Queue<(string, object)>([(root.GetType().Name, root)]);
        while (waiting.TryDequeue(out var next))
        {
            var (path, thing) = next;
            if (!seen.Add(thing))
                continue;
            if (thing is Tensor tensor)
            {
                if (!tensor.IsInvalid)
                    yield return (path, tensor);
                continue;
            }
            if (thing is IEnumerable many and not string)
                foreach (var (item, i) in many.Cast<object?>().Select((item, i) => (item, i)))
                    if (item is not null && !item.GetType().IsPrimitive)
                        waiting.Enqueue(($"{path}[{i}]", item));
            for (var type = thing.GetType(); type is not null && IsOurs(type); type = type.BaseType)
                foreach (var field in type.GetFields(Fields))
                    if (!field.FieldType.IsPrimitive && !field.FieldType.IsPointer && field.GetValue(thing) is { } value)
                        waiting.Enqueue(($"{path}.{field.Name}", value));
        }

        static bool IsOurs(Type type) =>
            type.Assembly == typeof(Run).Assembly
            || type.Assembly == typeof(MetaStep).Assembly
            || (type.Assembly == typeof(torch).Assembly && type.IsSubclassOf(typeof(nn.Module)))
            || type.IsGenericType && type.FullName!.StartsWith("System.ValueTuple", StringComparison.Ordinal);
    }
}
