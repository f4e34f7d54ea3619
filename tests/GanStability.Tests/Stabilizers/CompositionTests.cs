using GanStability;
using GanStability.Tests.Training;
using TorchSharp;
using Xunit;
using static TorchSharp.torch;

namespace GanStability.Tests.Stabilizers;

public class CompositionTests
{
    private static readonly Quantity[] Quantities = Enum.GetValues<Quantity>();

    public static TheoryData<string> Names { get; } = [.. AllStabilizers.Names];

    [Theory]
    [MemberData(nameof(Names))]
    public void AnEnsembleEqualsItsSoloRuns(string name)
    {
        // Smooth players: at a kink of ReLU, rounding (the same sums in another order) would grow by itself.
        var recipe = TinyRecipes.Ring with
        {
            Generator = new MlpGenerator(16, 16) { Latent = 4, Activation = Activation.Tanh },
            Discriminator = new MlpDiscriminator(16, 16) { Activation = Activation.Tanh },
            Replicas = 3,
            Steps = 20,
            Stabilizers = [AllStabilizers.Named(name)],
        };
        using var together = Trainer.Train(recipe);
        for (var r = 0; r < 3; r++)
        {
            using var solo = Trainer.Train(recipe with { Replicas = 1, Seed = recipe.Seed + r });
            foreach (var quantity in Quantities)
            {
                var (expected, actual) = (solo.History.Of(quantity), together.History.Of(quantity, r));
                for (var s = 0; s < expected.Length; s++)
                    Assert.Equal(expected[s], actual[s], 1e-4 * Math.Max(1, Math.Abs(expected[s])));
            }
            // Blind to where the generated batch lies, such a discriminator leaves the place of the samples to rounding.
            if (together.Recipe.Discriminator.Normalisation == Normalisation.Batch)
                continue;
            var (one, other) = (solo.Samples(0, 20), together.Samples(r, 20));
            for (var i = 0; i < one.Length; i++)
                Assert.Equal(one[i], other[i], 5e-3);
        }
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void NothingLeaksAndReplicasAreFreed(string name)
    {
        var counts = new List<long>();
        using var run = Trainer.Train(TinyRecipes.Ring with { Steps = 200, Stabilizers = [AllStabilizers.Named(name)] }, new Count(counts));
        Assert.Equal(counts[2], counts[^1]);
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void SwitchedOnItChangesTheRunAndNothingBeforeIt(string name)
    {
        var recipe = TinyRecipes.Ring with { Steps = 10 };
        using var plain = Trainer.Train(recipe);
        using var stabilized = Trainer.Train(recipe with { Stabilizers = [AllStabilizers.Named(name)] });
        Assert.NotEqual(plain.Samples(), stabilized.Samples());
        if (stabilized.Recipe.Generator.Normalisation == Normalisation.None)
            Assert.Equal(plain.History.Evaluations[0].Samples[0], stabilized.History.Evaluations[0].Samples[0]);
    }

    [Fact]
    public void PairsComposeInEitherOrderOrAreRefusedInBoth()
    {
        var refused = new List<string>();
        var all = AllStabilizers.OnPoints;
        for (var i = 0; i < all.Count; i++)
        for (var j = i + 1; j < all.Count; j++)
        {
            var (one, other) = (Play(all[i], all[j]), Play(all[j], all[i]));
            Assert.Equal(one is null, other is null);
            if (one is null)
                refused.Add($"{all[i].Name} & {all[j].Name}");
            else
                for (var k = 0; k < one.Length; k++)
                    Assert.Equal(one[k], other![k], 1e-4);
        }
        // Some pairs whose refusal is a matter of meaning; that the same method twice and two objectives are refused follows from the rule.
        string[] meant =
        [
            "one-sided label smoothing 0.9 & WGAN-GP",
            "batch normalisation in D & R1 0.5",
            "batch normalisation in D & WGAN-GP",
            "WGAN-GP & one-centred gradient penalty 0.7",
            "feature matching only & WGAN-GP",
            "minibatch discrimination 4×3 & unrolled discriminator 3",
            "feature matching only & consensus optimisation 0.3",
            "batch normalisation in G & layer normalisation in G and D",
            "virtual batch normalisation in G and D, reference 8 & unrolled discriminator 3",
        ];
        Assert.Subset(refused.ToHashSet(), meant.ToHashSet());
        Assert.DoesNotContain(refused, pair =>
            pair.Contains("historical", StringComparison.Ordinal) || pair.Contains("instance noise", StringComparison.Ordinal)
        );

        static float[]? Play(Stabilizer a, Stabilizer b)
        {
            try
            {
                using var run = Trainer.Train(TinyRecipes.Ring with { Steps = 4, Stabilizers = [a, b] });
                Assert.Equal(Outcome.Completed, run.Outcome);
                return [.. Quantities.SelectMany(q => run.History.Of(q)), .. run.Samples(0, 20)];
            }
            catch (ArgumentException)
            {
                return null;
            }
        }
    }

    [Fact]
    public void AfterDivergenceSamplesAndJudgementsAreNumbersAgain()
    {
        using var run = Trainer.Train(
            TinyRecipes.Ring with
            {
                Replicas = 2,
                Steps = 200,
                GeneratorAdam = new(1e25),
                DiscriminatorAdam = new(1e25),
                Stabilizers = [new WeightAveraging(), new HistoricalAveraging(), new SpectralNormalisation()],
            }
        );
        Assert.Equal(Outcome.Diverged, run.Outcome);
        Assert.All(run.Samples(1), v => Assert.True(float.IsFinite(v)));
        Assert.All(run.DiscriminatorAt([0, 1, 1, 0], 1), v => Assert.True(float.IsFinite(v)));
    }

    public static TheoryData<string, Func<Recipe, Recipe>> Refusals { get; } =
        new()
        {
            { "number per channel", r => r with { Stabilizers = [new InstanceNormalisation()] } },
            { "multilayer perceptron", r => r with { Data = new Pictures(), Stabilizers = [new InstanceNormalisation()] } },
            { "neither", r => r with { Stabilizers = [new InstanceNormalisation(false, false)] } },
            { "batch of at least 2", r => r with { Batch = 1, Stabilizers = [new BatchNormalisation()] } },
            { "neither", r => r with { Stabilizers = [new BatchNormalisation(false, false)] } },
            { "depends on all others", r => r with { Stabilizers = [new R1(), new BatchNormalisation(true, true)] } },
            {
                "depends on all others",
                r => r with { Discriminator = r.Discriminator with { Normalisation = Normalisation.Batch }, Stabilizers = [new WganGp()] }
            },
            {
                "both set the normalisation of the discriminator",
                r => r with { Stabilizers = [new LayerNormalisation(true, true), new BatchNormalisation(false, true)] }
            },
            { "Normalisation is null", r => r with { Generator = r.Generator with { Normalisation = null! } } },
            { "no targets", r => r with { Stabilizers = [new WganGp(), new LabelSmoothing()] } },
            { "no targets", r => r with { Targets = new(0.9), Stabilizers = [new WganGp()] } },
            { "both set Objective", r => r with { Stabilizers = [new WganGp(), new FeatureMatching(Only: true)] } },
            { "same method", r => r with { Stabilizers = [new R1(1), new R1(2)] } },
            { "not a multiple of 3", r => r with { Stabilizers = [new Packing(3, SameSamples: true)] } },
            { "at least 2 samples", r => r with { Stabilizers = [new Packing(1)] } },
            {
                "brings its own layers",
                r => r with { Generator = new PlainGenerator(() => nn.Linear(2, 2)), Stabilizers = [new BatchNormalisation()] }
            },
            { "Steps", r => r with { Stabilizers = [new UnrolledDiscriminator(0)] } },
            { "linear layers", r => r with { Stabilizers = [new UnrolledDiscriminator(), new MinibatchDiscrimination()] } },
            { "Weight", r => r with { Stabilizers = [new FeatureMatching(0)] } },
            { "Weight", r => r with { Stabilizers = [new HistoricalAveraging(double.NaN)] } },
            { "Weight", r => r with { Stabilizers = [new WganGp(-1)] } },
            { "Gamma", r => r with { Stabilizers = [new R1(double.PositiveInfinity)] } },
            { "Start", r => r with { Stabilizers = [new InstanceNoise(0)] } },
            { "Factor", r => r with { Stabilizers = [new TwoTimeScale(-2)] } },
            { "changes nothing", r => r with { Stabilizers = [new TwoTimeScale(1)] } },
            { "between 0 and 1", r => r with { Stabilizers = [new WeightAveraging(1)] } },
            { "0 ≤ Fake < Real ≤ 1", r => r with { Stabilizers = [new LabelSmoothing(0.1, 0.9)] } },
            { "0 ≤ Fake < Real ≤ 1", r => r with { Stabilizers = [new LabelSmoothing(1.1)] } },
        };

    [Theory]
    [MemberData(nameof(Refusals))]
    public void WhatMakesNoSenseIsRefusedWithTheReason(string reason, Func<Recipe, Recipe> mistake)
    {
        var error = Assert.ThrowsAny<ArgumentException>(() => Trainer.Train(mistake(TinyRecipes.Ring with { Steps = 2 })));
        Assert.Contains(reason, error.Message, StringComparison.Ordinal);
    }

    private sealed class Count(List<long> counts) : ITrainingObserver
    {
        public void Observe(Run run) => counts.Add(DisposeScopeManager.Statistics.ThreadTotalLiveCount);
    }

    private sealed class Pictures : IDataSource
    {
        public string Name => "blank pictures";

        public IReadOnlyList<long> SampleShape => [1, 4, 4];

        public Tensor Sample(int count, torch.Generator generator, Device device) => zeros(count, 1, 4, 4);
    }
}
