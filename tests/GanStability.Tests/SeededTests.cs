using CsCheck;
using TorchSharp;
using Xunit;

namespace GanStability.Tests;

public class SeededTests
{
    [Fact]
    public void OneSeedGivesOneSetOfExamples()
    {
        Assert.Equal(Draw("one"), Draw("one"));
        Assert.NotEqual(Draw("one"), Draw("other"));

        static List<float> Draw(string name)
        {
            SeededAttribute.Seed(name);
            var numbers = new List<float>();
            Gen.Int.Sample(i => numbers.Add(i), iter: 50);
            Assert.True(numbers.Distinct().Count() > 25);
            using var scope = torch.NewDisposeScope();
            return [.. numbers, .. torch.randn(5).data<float>().ToArray()];
        }
    }

    [Fact]
    public void EveryTestStartsFromItsName()
    {
        using var scope = torch.NewDisposeScope();
        var drawn = (torch.randn(1).item<float>(), PCG.ThreadPCG.Seed);
        SeededAttribute.Seed(nameof(EveryTestStartsFromItsName));
        Assert.Equal((torch.randn(1).item<float>(), PCG.ThreadPCG.Seed), drawn);
    }
}
