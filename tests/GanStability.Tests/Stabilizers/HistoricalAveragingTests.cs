using GanStability;
using TorchSharp;
using Xunit;
using static TorchSharp.torch;

namespace GanStability.Tests.Stabilizers;

public class HistoricalAveragingTests
{
    [Fact]
    public void BothPlayersArePulledToTheMeanOfWhereTheyHaveBeen()
    {
        using var plain = new Duel();
        using var averaged = new Duel(new HistoricalAveraging(0.3));
        Assert.Equal(plain.Past[0].Generator.data<double>().ToArray(), averaged.Past[0].Generator.data<double>().ToArray());
        // The past is two states.
        var generator = (averaged.Past[0].Generator + averaged.Past[1].Generator) / 2;
        var discriminator = (averaged.Past[0].Discriminator + averaged.Past[1].Discriminator) / 2;
        AssertPull(averaged.Generator - generator, plain.GeneratorCost(), averaged.GeneratorCost());
        AssertPull(averaged.Discriminator - discriminator, plain.DiscriminatorCost(), averaged.DiscriminatorCost());

        static void AssertPull(Tensor away, (Tensor Cost, Tensor Gradient) plain, (Tensor Cost, Tensor Gradient) averaged)
        {
            Assert.True(allclose(0.3 * away.square().sum(1), averaged.Cost - plain.Cost));
            Assert.True(allclose(2 * 0.3 * away, averaged.Gradient - plain.Gradient));
        }
    }

    [Fact]
    public void TheAverageCarriesNoGradient()
    {
        using var scope = NewDisposeScope();
        var theta = randn(2, 5, dtype: ScalarType.Float64).requires_grad_(true);
        // An average that is itself a function of θ: followed, it would cancel the pull.
        var slope = autograd.grad([HistoricalAveraging.Penalty(theta, theta * 0.5).sum()], [theta])[0];
        Assert.True(allclose(theta, slope));
    }

    [Fact]
    public void TheRunningMeanIsTheMeanOverTheWholePast()
    {
        using var scope = NewDisposeScope();
        using var generator = new Player<GeneratorNetwork>(
            new MlpGenerator(3) { Latent = 2 }.Build([2], new InitialisationStreams(1, 2, CPU)),
            2
        );
        using var discriminator = new Player<DiscriminatorNetwork>(
            new MlpDiscriminator(3).Build([2], new InitialisationStreams(1, 2, CPU)),
            2
        );
        using var hooks = new HistoricalAveraging(1).Attach(Duel.Recipe, new Players(generator, discriminator))!;
        var states = new List<Tensor> { generator.Parameters.clone() };
        for (var i = 0; i < 50; i++)
        {
            using (no_grad())
                generator.Parameters.add_(randn_like(generator.Parameters));
            hooks.AfterStep();
            states.Add(generator.Parameters.clone());
        }
        var expected = (generator.Parameters - stack([.. states]).mean([0])).square().sum(1);
        var silent = new DiscriminatorOutput(zeros(1), zeros(1));
        var turn = new Turn(51, zeros(1), zeros(1), zeros(1), silent, silent);
        Assert.True(allclose(expected, hooks.GeneratorCost(zeros(2), turn).detach(), rtol: 1e-4));
    }

    [Fact]
    public void BuffersAreNoParameters()
    {
        using var scope = NewDisposeScope();
        // A torch batch normalisation of 4 features: 8 learned numbers, and 9 buffered ones that no optimizer moves.
        var module = nn.Sequential(nn.Linear(2, 4), nn.BatchNorm1d(4));
        var spec = new PlainDiscriminator(() => module, 4);
        using var player = new Player<DiscriminatorNetwork>(spec.Build([2], new InitialisationStreams(1, 1, CPU)), 1);
        Assert.True(module.buffers().Any());
        Assert.Equal([1, 2 * 4 + 4 + 8 + 4 + 1], player.AsVector().shape);
    }
}
