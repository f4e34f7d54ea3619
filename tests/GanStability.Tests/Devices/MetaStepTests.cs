using GanStability.Tests.Stabilizers;
using GanStability.Tests.Training;
using TorchSharp;
using Xunit;
using static TorchSharp.torch;

namespace GanStability.Tests.Devices;

/// <summary>
/// What a GPU needs of a step, tried without one: no step waits for the host, and everything is made where it belongs. Of objectives and
/// layers those are left out that libtorch cannot compute on the device <c>meta</c>, see <see cref="MetaStep"/>.
/// </summary>
public class MetaStepTests
{
    private static readonly Recipe Points = TinyRecipes.Ring with
    {
        Objective = new LeastSquares(),
        Generator = new MlpGenerator(8, 8) { Latent = 4, Activation = Activation.LeakyReLU },
        Discriminator = new MlpDiscriminator(8, 8) { Activation = Activation.LeakyReLU },
        Replicas = 2,
        Batch = 8,
    };

    private static readonly Type[] Lacking =
    [
        typeof(BatchNormalisation),
        typeof(LayerNormalisation),
        typeof(MinibatchDiscrimination),
        typeof(Dragan),
    ];

    private static readonly IReadOnlyDictionary<string, Recipe> Recipes = All().ToDictionary(r => r.Key, r => r.Recipe);

    public static TheoryData<string> Keys { get; } = [.. Recipes.Keys];

    [Theory]
    [MemberData(nameof(Keys))]
    public void StepsWithoutTheHostAndWhereItShould(string recipe) => Assert.Equal([], MetaStep.Elsewhere(Recipes[recipe]));

    [Fact]
    public void SomethingMadeOnTheCpuIsFound() =>
        Assert.NotEmpty(MetaStep.Elsewhere(Points with { Stabilizers = [new Misplaced()] }));

    [Fact]
    public void AStepThatWaitsIsFound() =>
        Assert.ThrowsAny<Exception>(() => MetaStep.Elsewhere(Points with { Stabilizers = [new Waiting()] }));

    private static IEnumerable<(string Key, Recipe Recipe)> All()
    {
        foreach (var stabilizer in Stabilizer.All.Concat(AllStabilizers.OnPoints).DistinctBy(s => s.ToString()))
            if (!stabilizer.NeedsImages && !Lacking.Contains(stabilizer.GetType()))
                yield return ($"{stabilizer}", Points with { Stabilizers = [stabilizer] });
        foreach (var objective in new[] { Objective.Wasserstein, new LeastSquares() })
            yield return (objective.Name, Points with { Objective = objective });
        foreach (var normalisation in new[] { Normalisation.None, Normalisation.VirtualBatch })
            yield return (
                $"{normalisation.Name} normalisation",
                Points with
                {
                    Generator = Points.Generator with { Normalisation = normalisation },
                    Discriminator = Points.Discriminator with { Normalisation = normalisation },
                }
            );
        yield return ("own modules", Own());
        yield return ("several moves of the discriminator, decay", Points with { DiscriminatorSteps = 3, DecayFrom = 0.5 });
        foreach (var preset in GanStability.Names.Presets)
            yield return ($"data of {preset}", Points with { Data = GanStability.Names.Preset(preset).Data });
        (double, double)[] own = [.. Enumerable.Range(0, 20).Select(i => (i / 10.0, i % 3 - 1.0))];
        yield return ("points of one's own", Points with { Data = PointSet.FromArray(own) });
        yield return ("weighted modes", Points with { Data = new GaussianMixture("two", [(0, 0), (1, 1)], 0.1, [0.3, 0.7]) });
        yield return ("a set of pictures", Points with { Data = ImageSet.Draw(new SmallDigits(8), 20, 1) });
        yield return ("stacked digits", Points with { Data = new StackedDigits(new SmallDigits(8)) });
    }

    private static Recipe Own() =>
        Points with
        {
            Replicas = 1,
            Generator = new PlainGenerator(() => nn.Sequential(nn.Linear(4, 8), nn.LeakyReLU(0.2), nn.Linear(8, 2))) { Latent = 4 },
            Discriminator = new PlainDiscriminator(() => nn.Sequential(nn.Linear(2, 8), nn.LeakyReLU(0.2)), 8),
        };

    private sealed record Misplaced : Stabilizer
    {
        public override string Name => "misplaced";

        public override StabilizerHooks Attach(Recipe recipe, Players players) => new Hooks();

        private sealed class Hooks : StabilizerHooks
        {
            private readonly Tensor past = zeros(1).DetachFromDisposeScope();

            public override void Dispose()
            {
                past.Dispose();
                base.Dispose();
            }
        }
    }

    private sealed record Waiting : Stabilizer
    {
        public override string Name => "waiting";

        public override StabilizerHooks Attach(Recipe recipe, Players players) => new Hooks();

        private sealed class Hooks : StabilizerHooks
        {
            public override Tensor DiscriminatorCost(Tensor cost, Turn turn) => cost * turn.Real.mean().item<float>();
        }
    }
}
