using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using GanStability.Data;

namespace GanStability.Training;

/// <summary>Short names for what decides the outcome of a recipe.</summary>
internal static class Fingerprint
{
    /// <summary>Everything that decides the outcome of one seed: not the name, seed, replicas, device or when it is measured.</summary>
    public static string Of(Recipe recipe) => Hash(Parts(recipe));

    /// <summary>Everything that decides a whole run, its measurements too: equal where two runs are equal bit for bit on one machine.</summary>
    public static string OfRun(Recipe recipe) =>
        Hash([.. Parts(recipe), recipe.Seed, recipe.Replicas, recipe.EvaluateEvery, ComputeDevice.Resolve(recipe.Device).type.ToString()]);

    private static string Hash(IEnumerable<object> parts) =>
        Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(string.Join('\n', parts.Select(Describe)))))[..12];

    private static IEnumerable<object> Parts(Recipe recipe) =>
    [
        recipe.Data.Name, Centres(recipe.Data), recipe.Generator, recipe.Discriminator, recipe.Objective.Name, recipe.Targets, recipe.GeneratorAdam, recipe.DiscriminatorAdam,
        recipe.Steps, recipe.DiscriminatorSteps, recipe.Batch, .. recipe.Stabilizers,
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
