using TorchSharp;
using static TorchSharp.torch;

namespace GanStability.Tests.NativeCalls;

/// <summary>What a learner writes in a cell: temporaries everywhere, no dispose scope. Each gives one number, the same each time.</summary>
internal static class LearnersExpressions
{
    private static readonly Tensor X = linspace(-1, 1, 64 * 64).reshape(64, 64).DetachFromDisposeScope();
    private static readonly jit.CompilationUnit Script = jit.compile("def scaled(x, factor: number):\n  return x * factor + factor\n")!;

    public static IReadOnlyList<(string Name, Func<float> Value)> All { get; } =
    [
        ("arithmetic", () => ((X + 1) * (X - 2) / 3 + 0.5).mean().item<float>()),
        ("sums of temporaries", () => (X * 2 + (X + X) * (X - X.t())).abs().sum().item<float>()),
        ("in place", () => X.clone().mul_(0.5).add_(1).clamp_(0.6, 1.4).pow_(2).sum().item<float>()),
        ("comparison", () => X[(X > 0.25) & (X < 0.75)].mean().item<float>()),
        ("where", () => where(X > 0, X * 2, X.exp()).sum().item<float>()),
        ("indexing", () => (X[.., 3] + 1).sum().item<float>() + X[TensorIndex.Slice(0, 8), TensorIndex.Ellipsis].mean().item<float>()),
        ("cat and stack", () =>
            cat([X + 1, X + 2]).sum().item<float>() + stack(Enumerable.Range(0, 4).Select(i => X * i)).mean().item<float>()
        ),
        ("to an array", () => (X * 3).data<float>().ToArray().Sum()),
        ("to a table", () => ((float[,])(X * 3).data<float>().ToNDArray()).Cast<float>().Sum()),
        ("norms", () => (float)(linalg.vector_norm(X * 2, 1.5).item<float>() + (X * 2).norm(2f).item<float>())),
        ("a script with a number", () => ((Tensor)Script.invoke("scaled", X * 2, 0.25)).sum().item<float>()),
        ("a gradient", () => autograd.grad([(X.clone().requires_grad_() is var x ? (x * x * 3).sum() : x)], [x])[0].sum().item<float>()),
        ("modules and an optimizer", () => Fit().item<float>()),
    ];

    /// <summary>Three steps of TorchSharp's own Adam on a small network.</summary>
    private static Tensor Fit()
    {
        using var layer = nn.Linear(64, 1);
        using (no_grad())
            foreach (var parameter in layer.parameters())
                parameter.fill_(0.01);
        using var adam = optim.Adam(layer.parameters(), 0.1);
        Tensor loss = X;
        for (var i = 0; i < 3; i++)
        {
            adam.zero_grad();
            loss = nn.functional.binary_cross_entropy_with_logits(layer.call(X), ones(64, 1)) + 0.1 * layer.weight!.pow(2).sum();
            loss.backward();
            adam.step();
        }
        return loss.detach();
    }
}
