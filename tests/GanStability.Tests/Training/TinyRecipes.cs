using GanStability;

namespace GanStability.Tests.Training;

/// <summary>Recipes small enough for tests.</summary>
internal static class TinyRecipes
{
    public static Recipe Ring { get; } =
        new()
        {
            Data = GaussianMixture.Ring(8, 1, 0.05),
            Generator = new MlpGenerator(16, 16) { Latent = 4 },
            Discriminator = new MlpDiscriminator(16, 16),
            Steps = 60,
            Batch = 32,
            Seed = 7,
            Device = "cpu",
        };
}
