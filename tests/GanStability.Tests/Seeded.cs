using System.Reflection;
using CsCheck;
using TorchSharp;
using Xunit.v3;

[assembly: GanStability.Tests.Seeded]

namespace GanStability.Tests;

/// <summary>
/// Every test draws the same numbers on every run, alone or after others: torch's common generator and CsCheck's examples start from the
/// test's name. A test that fails once in a thousand runs says nothing about the change that was made.
/// </summary>
[AttributeUsage(AttributeTargets.Assembly)]
internal sealed class SeededAttribute : BeforeAfterTestAttribute
{
    // CsCheck takes a seed for the first example only; the others come from this generator, one per thread.
    private static readonly FieldInfo Examples = typeof(PCG).GetField("threadPCG", BindingFlags.NonPublic | BindingFlags.Static)
        ?? throw new InvalidOperationException(
            "This version of CsCheck keeps its generator elsewhere: find it, or the examples of property " + "tests differ from run to run."
        );

    public override void Before(MethodInfo methodUnderTest, IXunitTest test) => Seed(methodUnderTest.Name);

    public static void Seed(string name)
    {
        var seed = name.Aggregate(17u, (sum, letter) => 31 * sum + letter);
        torch.manual_seed(seed);
        // Other threads have generators of their own, and take examples as they come.
        CsCheck.Check.Threads = 1;
        Examples.SetValue(null, new PCG(1u, seed));
    }
}
