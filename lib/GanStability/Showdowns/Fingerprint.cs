using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
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
        recipe.Data.Name, recipe.Generator, recipe.Discriminator, recipe.Objective.Name, recipe.Targets, recipe.GeneratorAdam, recipe.DiscriminatorAdam,
        recipe.Steps, recipe.Batch, .. recipe.Stabilizers,
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
