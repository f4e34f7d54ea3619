using System.Security.Cryptography;
using System.Text;
using System.Text.Json;

namespace GanStability.Engine;

/// <summary>Short names for what decides the outcome of a recipe.</summary>
internal static class Fingerprint
{
    /// <summary>Everything that decides the outcome of one seed: not the name, seed, replicas, device or when it is measured.</summary>
    public static string Of(Recipe recipe) => Hash(Parts(recipe));

    /// <summary>
    /// Everything that decides a whole run, its measurements too: equal where two runs are equal bit for bit on one machine.
    /// </summary>
    public static string OfRun(Recipe recipe) =>
        Hash([.. Parts(recipe), recipe.Seed, recipe.Replicas, recipe.EvaluateEvery, ComputeDevice.Resolve(recipe.Device).type.ToString()]);

    private static string Hash(IEnumerable<object> parts) =>
        Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(string.Join('\n', parts.Select(Describe)))))[..12];

    private static IEnumerable<object> Parts(Recipe recipe) =>
        [
            recipe.Data.Description,
            recipe.Generator,
            recipe.Discriminator,
            recipe.Objective.Name,
            recipe.Targets,
            recipe.GeneratorAdam,
            recipe.DiscriminatorAdam,
            recipe.Steps,
            recipe.DecayFrom,
            recipe.DiscriminatorSteps,
            recipe.Batch,
            .. recipe.Stabilizers,
        ];

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
