using CsCheck;
using GanStability;
using TorchSharp;
using Xunit;
using static TorchSharp.torch;

namespace GanStability.Tests.Scores;

public sealed class AttackTests : IDisposable
{
    private readonly DigitClassifier classifier = DigitClassifier.For(new SyntheticDigits());

    public void Dispose() => classifier.Dispose();

    public static TheoryData<Attack> Attacks => [new FastGradientSign(0.1), new IteratedGradientSign(0.1), new RandomSigns(0.1)];

    [Theory]
    [InlineData(10)]
    [InlineData(1000)]
    public void OnALinearModelTheLogitRisesByEpsilonTimesTheOneNormAndNoChangeOfTheBallDoesMore(int n)
    {
        using var scope = NewDisposeScope();
        manual_seed(n);
        var (w, x) = (randn([n], dtype: ScalarType.Float64), randn([5, n], dtype: ScalarType.Float64));
        // softplus(−l) of a sigmoid classifier: raising the cost lowers the logit.
        Tensor Cost(Tensor at) => nn.functional.softplus(at.matmul(w).neg());
        double Drop(Attack attack) =>
            (x - (attack with { Limit = double.PositiveInfinity }).Apply(x, Cost)).matmul(w).mean().item<double>();
        var most = 0.3 * w.abs().sum().item<double>();
        Assert.Equal(most, Drop(new FastGradientSign(0.3)), 1e-9 * most);
        Assert.Equal(most, Drop(new IteratedGradientSign(0.3)), 1e-9 * most);
        // Five draws, each of standard deviation ε‖w‖₂.
        Assert.True(Math.Abs(Drop(new RandomSigns(0.3))) < 4 * 0.3 * w.norm().item<double>() / Math.Sqrt(5));
    }

    [Fact]
    public void TheNetworksSlopeInEachPixelIsTheFiniteDifference()
    {
        using var scope = NewDisposeScope();
        using var network = new DigitNetwork(3, CPU);
        network.to(ScalarType.Float64);
        using var generator = new torch.Generator(4, CPU);
        var (pictures, labels) = new SyntheticDigits().SampleLabelled(2, generator, CPU);
        var x = pictures.to(ScalarType.Float64).requires_grad_(true);
        Tensor Cost(Tensor at) => nn.functional.cross_entropy(network.call(at).Logits, labels, reduction: nn.Reduction.None).sum();
        var slope = autograd.grad([Cost(x)], [x])[0];
        using var _ = no_grad();
        const double h = 1e-6;
        foreach (var (i, row, column) in new[] { (0, 14, 14), (0, 9, 17), (1, 12, 10), (1, 20, 14) })
        {
            var nudge = zeros_like(x);
            nudge[i, 0, row, column] = h;
            var difference = (Cost(x + nudge) - Cost(x - nudge)).item<double>() / (2 * h);
            Assert.Equal(difference, slope[i, 0, row, column].item<double>(), 1e-7);
            Assert.NotEqual(0, difference);
        }
    }

    /// <summary>Notebook 13 attacks the discriminators of all seeds at once, each by its own slope.</summary>
    [Fact]
    public void DiscriminatorsSideBySideAreAttackedAsEachAlone()
    {
        const int replicas = 3;
        using var scope = NewDisposeScope();
        using var network = new MlpDiscriminator(16).Build([2], new InitialisationStreams(5, replicas, CPU));
        manual_seed(5);
        var real = randn([replicas, 7, 2]).clamp(-1, 1);
        var attack = new FastGradientSign(0.1);
        var together = attack.Apply(real, x => network.call(x).Logits.neg());
        Assert.True(network.call(together).Logits.mean([1]).lt(network.call(real).Logits.mean([1])).all().item<bool>());
        for (var r = 0; r < replicas; r++)
        {
            using var one = new MlpDiscriminator(16).Build([2], new InitialisationStreams(5 + r, 1, CPU));
            var alone = attack.Apply(real.narrow(0, r, 1), x => one.call(x).Logits.neg());
            Assert.Equal(0, (alone - together.narrow(0, r, 1)).abs().max().item<float>(), 1e-6);
        }
    }

    [Theory, MemberData(nameof(Attacks))]
    public void TheChangeStaysInTheBallAndInTheRange(Attack attack)
    {
        ArgumentNullException.ThrowIfNull(attack);
        using var scope = NewDisposeScope();
        var (pictures, labels) = Digits(32);
        var before = pictures.clone();
        var changed = attack.Apply(pictures, x => classifier.Cost(x, labels));
        Assert.Equal(pictures.shape, changed.shape);
        Assert.False(changed.requires_grad);
        Assert.InRange((changed - pictures).abs().max().item<float>(), 0.0999f, 0.10001f);
        Assert.InRange(changed.abs().max().item<float>(), 0, 1);
        Assert.True(pictures.equal(before).all().item<bool>());
        // The same call gives the same pictures, also where the caller computes without gradients.
        using var _ = no_grad();
        Assert.True(changed.equal(attack.Apply(pictures, x => classifier.Cost(x, labels))).all().item<bool>());
    }

    [Theory, MemberData(nameof(Attacks))]
    public void WithoutRoomNothingChanges(Attack attack)
    {
        ArgumentNullException.ThrowIfNull(attack);
        Assert.Equal(
            classifier.AccuracyOn(new SyntheticDigits(), 300, 5),
            classifier.AccuracyOn(new SyntheticDigits(), 300, 5, attack with { Epsilon = 0 })
        );
    }

    [Fact]
    public void OneStepIsStrongTheIteratedAttackStrongerAndNoiseOfTheSameSizeWeak()
    {
        double Error(Attack attack) => 1 - classifier.AccuracyOn(new SyntheticDigits(), 256, 8, attack);
        var (noise, once, iterated) = (
            Error(new RandomSigns(0.15)),
            Error(new FastGradientSign(0.15)),
            Error(new IteratedGradientSign(0.15))
        );
        Assert.True(once > 5 * noise, $"{once} {noise}");
        Assert.True(iterated >= once, $"{iterated} {once}");
    }

    [Fact]
    public void TheChangeOfARandomLinearCostIsNeverOutsideBallOrRangeAndNoiseNeverBeatsTheGradient() =>
        Gen.Select(Gen.Double[-1, 1].Array[1, 20], Gen.Double[-3, 3].Array[20], Gen.Double[0, 2.5], Gen.Int[0, 1000])
            .Sample(
                (numbers, weights, epsilon, seed) =>
                {
                    using var scope = NewDisposeScope();
                    var (x, w) = (tensor(numbers), tensor(weights)[..numbers.Length]);
                    double Gain(Attack attack)
                    {
                        var changed = attack.Apply(x, at => at * w);
                        Assert.True((changed - x).abs().max().item<double>() <= epsilon + 1e-12);
                        Assert.True(changed.abs().max().item<double>() <= 1);
                        return ((changed - x) * w).sum().item<double>();
                    }
                    var (noise, once, iterated) = (
                        Gain(new RandomSigns(epsilon, seed)),
                        Gain(new FastGradientSign(epsilon)),
                        Gain(new IteratedGradientSign(epsilon))
                    );
                    Assert.True(noise <= once + 1e-9);
                    Assert.Equal(once, iterated, 1e-9);
                },
                iter: 100,
                threads: 1
            );

    [Fact]
    public void RandomSignsTossAFairCoinForEveryNumber()
    {
        using var scope = NewDisposeScope();
        var x = zeros(10_000, dtype: ScalarType.Float64);
        var coins = new RandomSigns(1, 3).Apply(x, at => at);
        Assert.True(coins.abs().eq(1).all().item<bool>());
        Assert.InRange(coins.mean().item<double>(), -0.04, 0.04);
        Assert.InRange((coins[1..] * coins[..^1]).mean().item<double>(), -0.04, 0.04);
        Assert.InRange((coins * new RandomSigns(1, 4).Apply(x, at => at)).mean().item<double>(), -0.04, 0.04);
    }

    [Fact]
    public void AnAttackLeavesNoTensorsBehind()
    {
        using var scope = NewDisposeScope();
        var (pictures, labels) = Digits(4);
        var alive = scope.DisposablesCount;
        new IteratedGradientSign(0.1).Apply(pictures, x => classifier.Cost(x, labels)).Dispose();
        Assert.InRange(scope.DisposablesCount, 0, alive);
    }

    [Fact]
    public void BadInputIsRefusedBeforeAnyNativeCall()
    {
        using var scope = NewDisposeScope();
        var x = zeros(2, 3);
        string Refused(Attack attack, Tensor samples, Func<Tensor, Tensor> cost) =>
            Assert.ThrowsAny<ArgumentException>(() => attack.Apply(samples, cost)).Message;
        Assert.Contains("0 or greater", Refused(new FastGradientSign(-0.1), x, t => t), StringComparison.Ordinal);
        Assert.Contains("0 or greater", Refused(new RandomSigns(double.NaN), x, t => t), StringComparison.Ordinal);
        Assert.Contains("limit", Refused(new FastGradientSign(0.1) { Limit = 0 }, x, t => t), StringComparison.Ordinal);
        Assert.Contains("[−1, 1]", Refused(new FastGradientSign(0.1), x + 255, t => t), StringComparison.Ordinal);
        Assert.Contains("[−1, 1]", Refused(new FastGradientSign(0.1), x * double.NaN, t => t), StringComparison.Ordinal);
        Assert.Contains("does not depend", Refused(new FastGradientSign(0.1), x, t => t.detach()), StringComparison.Ordinal);
        var w = ones(3).requires_grad_(true);
        Assert.Contains("does not depend", Refused(new FastGradientSign(0.1), x, _ => w), StringComparison.Ordinal);
        Assert.Contains("teps", Refused(new IteratedGradientSign(0.1, 0), x, t => t), StringComparison.Ordinal);
        var (pictures, labels) = Digits(4);
        Assert.Contains(
            "[N, 1, 28, 28]",
            Assert.Throws<ArgumentException>(() => classifier.Logits(pictures.squeeze(1))).Message,
            StringComparison.Ordinal
        );
        Assert.Contains(
            "one label per picture",
            Assert.Throws<ArgumentException>(() => classifier.Cost(pictures, labels[..2])).Message,
            StringComparison.Ordinal
        );
    }

    private static (Tensor Pictures, Tensor Labels) Digits(int count)
    {
        using var generator = new torch.Generator(6, CPU);
        return new SyntheticDigits().SampleLabelled(count, generator, CPU);
    }
}
