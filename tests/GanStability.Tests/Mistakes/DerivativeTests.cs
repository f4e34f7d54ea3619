using GanStability.Tests.Training;
using TorchSharp;
using Xunit;
using static TorchSharp.torch;

namespace GanStability.Tests.Mistakes;

/// <summary>
/// Mistakes that reach automatic differentiation. Each of them ended the process (SIGABRT) or could; now each is a sentence that names the
/// culprit.
/// </summary>
public class DerivativeTests
{
    private static readonly Recipe Ring = TinyRecipes.Ring with { Replicas = 1, Steps = 3 };

    public static TheoryData<string, Func<Recipe>, string[]> Mistakes { get; } =
        new()
        {
            {
                "a layer that forward does not use",
                () => Ring with { Generator = new PlainGenerator(() => new Forgetful()) { Latent = 4 } },
                ["forgotten.weight", "generator", "use it in forward"]
            },
            {
                "a layer of D that forward does not use",
                () => Ring with { Discriminator = new PlainDiscriminator(() => new Forgetful(2, 4), 4) },
                ["forgotten.weight", "discriminator"]
            },
            {
                "a generator without a cost",
                () => Ring with { Objective = Objective.WithoutGenerator(Objective.NonSaturating) },
                ["nothing to minimise", "FeatureMatching"]
            },
            {
                "a generator whose only stabilizer is the discriminator's",
                () => Ring with { Objective = Objective.WithoutGenerator(Objective.NonSaturating), Stabilizers = [new R1()] },
                ["generator's cost does not depend on the generator"]
            },
            {
                "a module that detaches",
                () => Ring with { Generator = new PlainGenerator(() => new Detaching()) { Latent = 4 } },
                ["Your generator's module made numbers without a graph", "leave detach()"]
            },
            { "a hook that detaches D's cost", () => With((c, _) => c.detach()), ["DiscriminatorCost of 'mistake'", "without a graph"] },
            {
                "a hook that sums over replicas",
                () => With((c, _) => c.sum()),
                ["DiscriminatorCost of 'mistake'", "one number per replica"]
            },
            {
                "a hook that forgets the mean",
                () => With((c, t) => c + t.OnReal.Logits.square()),
                ["DiscriminatorCost of 'mistake'", "failed", "mean([1])"]
            },
            {
                "a hook that counts",
                () => With((c, t) => (t.OnReal.Logits > 0).sum(1)),
                ["DiscriminatorCost of 'mistake'", "real numbers"]
            },
            { "a hook that returns null", () => With((_, _) => null!), ["DiscriminatorCost of 'mistake'", "null"] },
            {
                "a hook that frees the graph",
                () =>
                    With(
                        (c, t) =>
                        {
                            autograd.grad([t.OnReal.Logits.sum()], [t.Real]);
                            return c;
                        }
                    ),
                ["cannot be differentiated", "retain_graph"]
            },
            {
                "a hook that changes in place",
                () =>
                    With(
                        (c, t) =>
                        {
                            using (no_grad())
                                t.OnReal.Features.add_(1);
                            return c;
                        }
                    ),
                ["cannot be differentiated", "in place"]
            },
            {
                "a hook that detaches G's cost",
                () => With(generator: (c, _) => c.detach()),
                ["GeneratorCost of 'mistake'", "without a graph"]
            },
            {
                "a hook whose G cost is an integer",
                () => With(generator: (c, _) => c.to_type(ScalarType.Int64)),
                ["GeneratorCost of 'mistake'", "real numbers"]
            },
            {
                "a hook that detaches samples",
                () => With(samples: x => x.detach()),
                ["BeforeDiscriminator of 'mistake'", "without a graph"]
            },
            { "a hook that flattens samples", () => With(samples: x => x.flatten(1)), ["BeforeDiscriminator of 'mistake'", "must be"] },
            {
                "a penalty on samples that were not judged",
                () => With((c, t) => c + R1.Penalty(t.OnReal.Logits, t.Fake)),
                ["do not depend on these samples"]
            },
        };

    [Theory]
    [MemberData(nameof(Mistakes))]
    public void AMistakeThatReachesDifferentiationIsASentence(string mistake, Func<Recipe> make, string[] words)
    {
        var error = Assert.ThrowsAny<Exception>(() => Trainer.Train(make()).Dispose());
        Assert.True(error is ArgumentException or InvalidOperationException, $"{mistake}: {error}");
        Assert.All(words, word => Assert.Contains(word, error.Message, StringComparison.Ordinal));
    }

    [Fact]
    public void GradientsAreThoseOfAutogradAndLeaveNothingBehind()
    {
        using var scope = NewDisposeScope();
        manual_seed(3);
        using var network = nn.Sequential(nn.Linear(3, 4), nn.Tanh(), nn.Linear(4, 1));
        var parameters = network.parameters().Select(p => (Tensor)p).ToArray();
        var cost = network.call(randn(5, 3)).square().mean().unsqueeze(0);
        var expected = autograd.grad([cost], parameters, [ones_like(cost)], retain_graph: true);
        var found = Derivative.Of(cost, parameters, "network", i => $"{i}");
        Assert.All(expected.Zip(found), pair => Assert.True(pair.First.equal(pair.Second).all().item<bool>()));
        Assert.All(parameters, p => Assert.True(p.grad is null));
    }

    [Fact]
    public void OfSeveralRunsTheGoodOnesAreKeptWhenOneFails()
    {
        var runs = Trainer.Train([Ring with { Name = "good" }, With((c, _) => c.detach()), Ring with { Name = "good too", Seed = 7 }]);
        Assert.Equal([Outcome.Completed, Outcome.Failed, Outcome.Completed], runs.Select(r => r.Outcome));
        Assert.Contains("without a graph", runs[1].Failure!.Message, StringComparison.Ordinal);
        Assert.Contains(
            "'mistake' failed",
            Assert.Throws<InvalidOperationException>(() => runs[1].Samples()).Message,
            StringComparison.Ordinal
        );
        Assert.Equal(3, runs[2].History.Steps);
        foreach (var run in runs)
            run.Dispose();
        Assert.Throws<InvalidOperationException>(() => Trainer.Train([With((c, _) => c.detach()), With((c, _) => c.sum())]));
    }

    private static Recipe With(
        Func<Tensor, Turn, Tensor>? discriminator = null,
        Func<Tensor, Turn, Tensor>? generator = null,
        Func<Tensor, Tensor>? samples = null
    ) => Ring with { Replicas = 2, Name = "mistake", Stabilizers = [new Mistake(discriminator, generator, samples)] };

    private sealed record Mistake(
        Func<Tensor, Turn, Tensor>? Discriminator,
        Func<Tensor, Turn, Tensor>? Generator,
        Func<Tensor, Tensor>? Samples
    ) : Stabilizer
    {
        public override string Name => "mistake";

        public override StabilizerHooks Attach(Recipe recipe, Players players) => new Hooks(this);

        private sealed class Hooks(Mistake mistake) : StabilizerHooks
        {
            public override Tensor BeforeDiscriminator(Tensor samples, int step) => mistake.Samples?.Invoke(samples) ?? samples;

            public override Tensor DiscriminatorCost(Tensor cost, Turn turn) =>
                mistake.Discriminator is { } change ? change(cost, turn) : cost;

            public override Tensor GeneratorCost(Tensor cost, Turn turn) => mistake.Generator is { } change ? change(cost, turn) : cost;
        }
    }

    private sealed class Forgetful : nn.Module<Tensor, Tensor>
    {
        private readonly TorchSharp.Modules.Linear used,
            forgotten;

        public Forgetful(int inputs = 4, int outputs = 2)
            : base("forgetful")
        {
            (used, forgotten) = (nn.Linear(inputs, outputs), nn.Linear(outputs, outputs));
            RegisterComponents();
        }

        public override Tensor forward(Tensor z) => used.call(z);
    }

    private sealed class Detaching : nn.Module<Tensor, Tensor>
    {
        private readonly TorchSharp.Modules.Linear linear = nn.Linear(4, 2);

        public Detaching()
            : base("detaching") => RegisterComponents();

        public override Tensor forward(Tensor z) => linear.call(z).detach();
    }
}
