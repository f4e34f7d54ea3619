using System.Text.Json;
using System.Text.Json.Serialization;
using System.Text.Json.Serialization.Metadata;
using static TorchSharp.torch;

namespace GanStability.Engine;

/// <summary>
/// A recipe as text, as long as its parts are the library's: values of a closed set of records, whose names stand in the text. Reading it
/// makes nothing else, and calls no code but their constructors. Data that is more than a few numbers is replaced by its description.
/// </summary>
internal static class RecipeText
{
    private static readonly JsonSerializerOptions Options = new()
    {
        IncludeFields = true,
        NumberHandling = JsonNumberHandling.AllowNamedFloatingPointLiterals,
        RespectNullableAnnotations = true,
        TypeInfoResolver = new DefaultJsonTypeInfoResolver { Modifiers = { Close } },
    };

    /// <summary>Data that is nothing but a few numbers.</summary>
    private static readonly Type[] Data = [typeof(GaussianMixture), typeof(SyntheticDigits), typeof(SavedData), typeof(SavedModes)];

    /// <summary>The text of a recipe.</summary>
    /// <param name="recipe">The recipe.</param>
    /// <returns>Null where a part is of the learner's own making.</returns>
    public static string? Of(Recipe recipe)
    {
        var kept = Data.Contains(recipe.Data.GetType()) ? recipe : recipe with { Data = SavedData.Of(recipe.Data) };
        try
        {
            var text = JsonSerializer.Serialize(kept, Options);
            // A part that does not come back as it was is as good as one that cannot be written.
            return
                Identity.Difference(
                    Identity.OfRun(kept).Settings,
                    Identity.OfRun(Read(text, onCpu: false) with { Device = recipe.Device }).Settings
                )
                    is null
                ? text
                : null;
        }
        catch (Exception e) when (e is NotSupportedException or JsonException or InvalidDataException or InvalidOperationException)
        {
            return null;
        }
    }

    /// <summary>The recipe of a text.</summary>
    /// <param name="text">The text.</param>
    /// <param name="onCpu">It was trained on the CPU, and has the same samples there only.</param>
    /// <param name="bytes">What follows it in the file: a network that would not fit in there is not built.</param>
    /// <exception cref="InvalidDataException">It is no recipe; the message is the reason.</exception>
    public static Recipe Read(string text, bool onCpu, long bytes = long.MaxValue)
    {
        try
        {
            var recipe = JsonSerializer.Deserialize<Recipe>(text, Options) ?? throw new JsonException();
            recipe = recipe with { Device = onCpu ? "cpu" : "auto" };
            if (!Fits(recipe.Prepare(), bytes))
                throw new JsonException("its networks are larger than the file");
            return recipe;
        }
        catch (Exception e)
            when (e is JsonException or ArgumentException or NotSupportedException or InvalidOperationException or NullReferenceException)
        {
            throw new InvalidDataException($"its recipe is damaged ({e.Message.Split('\n')[0]})", e);
        }
    }

    /// <summary>Whether what a recipe needs can be meant: parameters are in the file, the rest is bounded.</summary>
    private static bool Fits(Recipe recipe, long bytes)
    {
        const double most = 1 << 28;
        double sample = recipe.Data.SampleShape.Aggregate(1.0, (a, b) => a * b);
        double[] parameters =
        [
            sample,
            .. recipe.Generator is MlpGenerator g ? Products([recipe.Generator.Latent, .. g.Hidden, sample]) : [],
            .. recipe.Discriminator is MlpDiscriminator d ? Products([sample, .. d.Hidden]) : [],
            Math.Pow((recipe.Generator as ConvGenerator)?.Width ?? 0, 2),
            Math.Pow((recipe.Discriminator as ConvDiscriminator)?.Width ?? 0, 2),
            sample * Math.Max(recipe.Generator.Normalisation.Reference, recipe.Discriminator.Normalisation.Reference),
            .. recipe.Stabilizers.OfType<MinibatchDiscrimination>().Select(m => (double)m.Kernels * m.Dimensions),
            .. recipe.Stabilizers.OfType<Packing>().Select(p => sample * p.Samples),
        ];
        return parameters.All(count => count * recipe.Replicas * sizeof(float) <= bytes)
            && (double)recipe.Replicas * recipe.Steps * Enum.GetValues<Quantity>().Length <= most
            && (double)recipe.Replicas * recipe.Generator.Latent * ModeCoverage.SampleCount <= most
            && sample * recipe.Replicas * ModeCoverage.SampleCount <= most * 16;

        static IEnumerable<double> Products(double[] widths) => widths.Skip(1).Select((width, i) => width * widths[i]);
    }

    private static void Close(JsonTypeInfo info)
    {
        if (info.Kind == JsonTypeInfoKind.Object)
            for (var i = info.Properties.Count - 1; i >= 0; i--)
                if (info.Properties[i] is { Set: null, AssociatedParameter: null })
                    info.Properties.RemoveAt(i);
        if (info.Type is not { IsAbstract: true } || info.Type.Assembly != typeof(Recipe).Assembly)
            return;
        info.PolymorphismOptions = new()
        {
            TypeDiscriminatorPropertyName = "kind",
            UnknownDerivedTypeHandling = JsonUnknownDerivedTypeHandling.FailSerialization,
        };
        foreach (
            var type in typeof(Recipe)
                .Assembly.GetTypes()
                .Where(t => t is { IsAbstract: false, IsGenericType: false } && t.IsAssignableTo(info.Type))
        )
            if (info.Type != typeof(IDataSource) || Data.Contains(type))
                info.PolymorphismOptions.DerivedTypes.Add(new JsonDerivedType(type, type.Name));
    }
}

/// <summary>What is known of data that a saved run was trained on.</summary>
internal record SavedData(string Name, string Description, IReadOnlyList<long> SampleShape) : IDataSource
{
    public static SavedData Of(IDataSource data) =>
        data is IHasModes modes
            ? new SavedModes(data.Name, data.Description, data.SampleShape, modes.Centres, modes.Sigma, modes.Weights)
            : new SavedData(data.Name, data.Description, data.SampleShape);

    public Tensor Sample(int count, Generator generator, Device device) =>
        throw new InvalidOperationException(
            $"The data '{Name}' is not in the file of the run: open the run with its recipe, Run.Load(path, recipe)."
        );
}

/// <summary>The same, where its modes are known.</summary>
internal sealed record SavedModes(
    string Name,
    string Description,
    IReadOnlyList<long> SampleShape,
    IReadOnlyList<(double X, double Y)> Centres,
    double Sigma,
    IReadOnlyList<double> Weights
) : SavedData(Name, Description, SampleShape), IHasModes;
