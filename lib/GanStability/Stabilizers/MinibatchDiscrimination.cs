using TorchSharp;
using TorchSharp.Modules;
using static TorchSharp.torch;

namespace GanStability;

/// <summary>
/// Minibatch discrimination (Salimans et al. 2016, arXiv 1606.03498, §3.2): the discriminator sees how close each sample's features lie to
/// those of the others in its batch, so a generator that always makes the same thing is told apart at once. With features f(x_i) ∈ R^A and
/// a learned T ∈ R^{A×B×C}: M_i = f(x_i)·T ∈ R^{B×C}, o_b(x_i) = Σ_{j≠i} exp(−‖M_{i,b} − M_{j,b}‖₁), and o(x_i) ∈ R^B stands beside f(x_i)
/// in front of the last layer. Real and generated samples are judged in batches of their own.
/// </summary>
/// <param name="Kernels">B, the number of similarity features.</param>
/// <param name="Dimensions">C, the dimensions in which each similarity is measured.</param>
/// <remarks>
/// The sum is divided by n − 1 unless <see cref="Sum"/> is set: a similarity then lies in [0, 1] whatever the batch size, and does not
/// drown f(x).
/// T starts uniform in ±<see cref="Scale"/>/√A. With T ~ N(0, 1), as it is often written, the distances are so large that every similarity
/// and every gradient is zero (notebook 11).
/// </remarks>
public sealed record MinibatchDiscrimination(int Kernels = 16, int Dimensions = 8) : Stabilizer
{
    /// <summary>Uses the plain sum over the batch instead of its mean.</summary>
    public bool Sum { get; init; }

    /// <summary>Half the width of T's initial values, times √A.</summary>
    public double Scale { get; init; } = 1;

    /// <inheritdoc/>
    public override string Name => FormattableString.Invariant($"minibatch discrimination {Kernels}×{Dimensions}{(Sum ? ", sum" : "")}");

    /// <inheritdoc/>
    public override void Check(Recipe recipe)
    {
        ArgumentNullException.ThrowIfNull(recipe);
        if (Kernels < 1)
            throw new ArgumentOutOfRangeException(nameof(Kernels), Kernels, "Minibatch discrimination needs at least 1 kernel.");
        if (Dimensions < 1)
            throw new ArgumentOutOfRangeException(
                nameof(Dimensions),
                Dimensions,
                "Minibatch discrimination needs at least 1 dimension per kernel."
            );
        Require.Positive(Scale);
        if (recipe.Batch < 2)
            throw new ArgumentException(
                $"Minibatch discrimination compares the samples of a batch: Batch must be at least 2, it is {recipe.Batch}.",
                nameof(recipe)
            );
    }

    /// <inheritdoc/>
    public override Recipe Reshape(Recipe recipe)
    {
        ArgumentNullException.ThrowIfNull(recipe);
        return recipe with
        {
            Discriminator = recipe.Discriminator with { Extensions = [.. recipe.Discriminator.Extensions, new Extension(this)] },
        };
    }

    /// <summary>
    /// The similarities o_b of every sample to the others, as a pure function of the projected features:
    /// (1/(n − 1)) Σ_{j≠i} exp(−Σ_c |M_{i,b,c} − M_{j,b,c}|).
    /// </summary>
    /// <param name="projected">M, shape [R, n, B, C], n at least 2.</param>
    /// <param name="sum">Leaves the division by n − 1 out.</param>
    /// <returns>o, shape [R, n, B].</returns>
    /// <exception cref="ArgumentException">Another number of axes, or a batch of one.</exception>
    public static Tensor Similarity(Tensor projected, bool sum = false)
    {
        ArgumentNullException.ThrowIfNull(projected);
        if (projected.dim() != 4 || projected.shape[1] < 2)
            throw new ArgumentException(
                $"Expected [replicas, batch of at least 2, kernels, dimensions]; got [{string.Join(", ", projected.shape)}].",
                nameof(projected)
            );
        var total =
            projected.device_type == DeviceType.CPU && projected.dtype == ScalarType.Float32
                ? MinibatchKernel.Total(projected)
                : SimilarityTotal(projected);
        return sum ? total : total * (1.0 / (projected.shape[1] - 1));
    }

    /// <summary>Σ_{j≠i} exp(−‖M_i − M_j‖₁) by tensor operations: any device and precision, and differentiable twice.</summary>
    internal static Tensor SimilarityTotal(Tensor projected)
    {
        // A sample is infinitely far from itself: taking the 1 of j = i off the sum instead would drown what is smaller than rounding.
        var n = projected.shape[1];
        var self = diag(full([n], double.PositiveInfinity, dtype: projected.dtype, device: projected.device)).view(1, n, n, 1);
        return (Distances(projected, projected) + self).neg().exp().sum(2);
    }

    // [R, n, B, C] and [R, m, B, C] to the L1 distances [R, n, m, B].
    private static Tensor Distances(Tensor from, Tensor to) => (from.unsqueeze(2) - to.unsqueeze(1)).abs().sum(4);

    private sealed record Extension(MinibatchDiscrimination Settings) : IFeatureExtension
    {
        public int Outputs => Settings.Kernels;

        public FeatureExtensionLayer Build(long features, InitialisationStreams streams) => new Layer(Settings, features, streams);
    }

    private sealed class Layer : FeatureExtensionLayer
    {
        private readonly MinibatchDiscrimination settings;

        /// <summary>T as [R, A, B·C].</summary>
        private readonly Parameter projection;

        public Layer(MinibatchDiscrimination settings, long features, InitialisationStreams streams)
            : base("minibatch")
        {
            this.settings = settings;
            projection = new Parameter(
                streams
                    .Draw(
                        "discriminator/minibatch",
                        s => s.Uniform(settings.Scale / Math.Sqrt(features), features, settings.Kernels * settings.Dimensions)
                    )
                    .DetachFromDisposeScope()
            );
            RegisterComponents();
        }

        public override Tensor forward(Tensor features, Tensor company)
        {
            var projected = Project(features);
            if (ReferenceEquals(features, company))
                return Similarity(projected, settings.Sum);
            // A sample judged among others is not one of them, so no term is left out.
            var similarity = Distances(projected, Project(company)).neg().exp();
            return settings.Sum ? similarity.sum(2) : similarity.mean([2]);
        }

        private Tensor Project(Tensor features)
        {
            // (f T)ᵀ = Tᵀ fᵀ: the samples then lie beside each other in memory, as the kernel wants them, and nothing is copied.
            var shape = features.shape;
            return projection
                .transpose(1, 2)
                .bmm(features.transpose(1, 2))
                .view(shape[0], settings.Kernels, settings.Dimensions, shape[1])
                .permute(0, 3, 1, 2);
        }
    }
}
