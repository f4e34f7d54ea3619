using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using GanStability.Data;
using GanStability.Training;

namespace GanStability.Showdowns;

/// <summary>A short name for everything in a recipe that decides the outcome of one seed: not its name, seed, replicas, device or when it is measured.</summary>
internal static class Fingerprint
{
    public static string Of(Recipe recipe)
    {
        var text = string.Join('\n', Parts(recipe).Select(Describe));
        return Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(text)))[..12];
    }

    private static IEnumerable<object> Parts(Recipe recipe) =>
    [
        recipe.Data.Name, Centres(recipe.Data), recipe.Generator, recipe.Discriminator, recipe.Objective.Name, recipe.Targets, recipe.GeneratorAdam, recipe.DiscriminatorAdam,
        recipe.Steps, recipe.Batch, .. recipe.Stabilizers,
    ];

    // The name of a mixture tells its modes and their width, not where they lie.
    private static string Centres(IDataSource data) => data is not GaussianMixture mixture ? ""
        : string.Join(' ', mixture.Centres.Zip(mixture.Weights, (c, w) => string.Create(CultureInfo.InvariantCulture, $"{c.X:R},{c.Y:R}:{w:R}")));

    private static string Describe(object part)
    {
        try
        {
            return $"{part.GetType().Name} {JsonSerializer.Serialize(part, part.GetType())}";
        }
        catch (NotSupportedException)
        {
            // A player made by a learner's own function has no settings that could be written down.
            return part.GetType().Name;
        }
    }
}
