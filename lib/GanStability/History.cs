using System.Globalization;

namespace GanStability;

/// <summary>What is recorded at every step, one value per replica.</summary>
public enum Quantity
{
    /// <summary>The discriminator's cost, with all penalties (nats).</summary>
    DiscriminatorLoss,

    /// <summary>The generator's cost, with all penalties (nats).</summary>
    GeneratorLoss,

    /// <summary>Mean of D(x) over the real batch, in [0, 1].</summary>
    DiscriminatorOnReal,

    /// <summary>Mean of D(G(z)) over the generated batch, in [0, 1].</summary>
    DiscriminatorOnFake,

    /// <summary>L2 norm of the discriminator's gradient.</summary>
    DiscriminatorGradient,

    /// <summary>L2 norm of the generator's gradient.</summary>
    GeneratorGradient,
}

/// <summary>The course of a run as plain numbers: every quantity at every step, and the measurements in between.</summary>
public sealed partial class History
{
    private readonly float[][] values;
    private readonly List<Evaluation> evaluations = [];

    internal History(int steps, int replicas)
    {
        Replicas = replicas;
        // All at once: memory stays flat however long the run.
        values = [.. Enum.GetValues<Quantity>().Select(_ => new float[steps * replicas])];
    }

    /// <summary>R.</summary>
    public int Replicas { get; }

    /// <summary>Steps recorded so far.</summary>
    public int Steps { get; private set; }

    /// <summary>The measurements, in order.</summary>
    public IReadOnlyList<Evaluation> Evaluations => evaluations;

    /// <summary>One recorded value.</summary>
    /// <param name="quantity">Which.</param>
    /// <param name="step">The step, 1 to <see cref="Steps"/>.</param>
    /// <param name="replica">The replica, from 0.</param>
    /// <returns>The value.</returns>
    public float this[Quantity quantity, int step, int replica]
    {
        get
        {
            if (step < 1 || step > Steps)
                throw new ArgumentOutOfRangeException(nameof(step), step, $"Steps 1 to {Steps} are recorded.");
            if (replica < 0 || replica >= Replicas)
                throw new ArgumentOutOfRangeException(nameof(replica), replica, $"Replicas are numbered 0 to {Replicas - 1}.");
            return values[(int)quantity][(step - 1) * Replicas + replica];
        }
    }

    /// <summary>The recorded values of one replica.</summary>
    /// <param name="quantity">Which.</param>
    /// <param name="replica">The replica, from 0.</param>
    /// <returns>One value per step.</returns>
    public float[] Of(Quantity quantity, int replica = 0) => [.. Enumerable.Range(1, Steps).Select(step => this[quantity, step, replica])];

    internal void Append(ReadOnlySpan<float> block, int steps)
    {
        // The block is [steps, quantity, replica].
        for (var s = 0; s < steps; s++)
        for (var q = 0; q < values.Length; q++)
            block.Slice((s * values.Length + q) * Replicas, Replicas).CopyTo(values[q].AsSpan((Steps + s) * Replicas));
        Steps += steps;
    }

    internal void Append(Evaluation evaluation) => evaluations.Add(evaluation);

    /// <summary>
    /// Takes back the measurement of an interruption: a run that goes on has it no more than one that was never interrupted.
    /// </summary>
    internal void ForgetInterruption(int evaluateEvery)
    {
        if (evaluations.Count > 0 && evaluations[^1].Step % evaluateEvery != 0)
            evaluations.RemoveAt(evaluations.Count - 1);
    }

    /// <summary>Writes or reads the whole history.</summary>
    internal void SaveOrRestore(RunState state)
    {
        var steps = state.Value(Steps);
        if (steps < 0 || steps > values[0].Length / Replicas)
            throw new InvalidDataException($"it has {steps} steps where this recipe has {values[0].Length / Replicas}");
        Steps = steps;
        foreach (var quantity in values)
            state.Numbers(quantity.AsSpan(0, Steps * Replicas));
        var count = state.Value(evaluations.Count);
        for (var i = 0; i < count; i++)
        {
            var old = state.Restoring ? null : evaluations[i];
            var step = state.Value(old?.Step ?? 0);
            var coverage = state.Value(old?.Coverage ?? []);
            var distances = state.Value(old?.Distances ?? []);
            if (
                coverage is null
                || distances is null
                || coverage.Any(c => c is null)
                || coverage.Count % Replicas != 0
                || distances.Count % Replicas != 0
            )
                throw new InvalidDataException($"it does not have one measurement for each of {Replicas} replicas");
            var size = state.Value(old?.Samples[0].Length ?? 0);
            state.Expect((long)size * sizeof(float) * Replicas);
            var samples = old?.Samples ?? [.. Enumerable.Range(0, Replicas).Select(_ => new float[size])];
            foreach (var replica in samples)
                state.Numbers(replica);
            if (old is null)
                evaluations.Add(new Evaluation(step, coverage, samples) { Distances = distances });
        }
    }

    /// <summary>Takes over the history of one replica of another run.</summary>
    internal void TakeOver(History other, int replica)
    {
        Steps = other.Steps;
        foreach (var quantity in Enum.GetValues<Quantity>())
            other.Of(quantity, replica).CopyTo(values[(int)quantity], 0);
        evaluations.Clear();
        evaluations.AddRange(
            other.evaluations.Select(all => new Evaluation(all.Step, One(all.Coverage), [all.Samples[replica]])
            {
                Distances = One(all.Distances),
            })
        );

        IReadOnlyList<T> One<T>(IReadOnlyList<T> each) => each.Count == 0 ? [] : [each[replica]];
    }
}

/// <summary>What the samples of all replicas looked like at one step.</summary>
/// <param name="Step">The step; 0 is before training.</param>
/// <param name="Coverage">Mode coverage per replica; empty where the data has no known modes.</param>
/// <param name="Samples">The first samples of each replica, [replica][x0, y0, x1, y1, …], always from the same latent vectors, so that
/// points move instead of flickering.</param>
public sealed record Evaluation(int Step, IReadOnlyList<ModeCoverage> Coverage, IReadOnlyList<float[]> Samples)
{
    /// <summary>The <see cref="EnergyDistance"/> to the data per replica, of points whose modes are not known; else empty.</summary>
    public IReadOnlyList<double> Distances { get; init; } = [];
}

/// <summary>A replica whose numbers stopped being numbers.</summary>
/// <param name="Replica">Which, from 0.</param>
/// <param name="Step">The first step with a NaN or infinity.</param>
/// <param name="Term">Where it appeared first in that step.</param>
/// <param name="RestoredTo">The last good step, whose parameters were put back.</param>
public sealed record Divergence(int Replica, int Step, Quantity Term, int RestoredTo)
{
    /// <inheritdoc/>
    public override string ToString() =>
        string.Create(
            CultureInfo.InvariantCulture,
            $"replica {Replica} diverged at step {Step}: its {Words(Term)} was no longer a number. Its parameters of step {RestoredTo} "
                + $"were put back."
        );

    private static string Words(Quantity term) =>
        term switch
        {
            Quantity.DiscriminatorLoss => "discriminator loss",
            Quantity.GeneratorLoss => "generator loss",
            Quantity.DiscriminatorOnReal => "D(real)",
            Quantity.DiscriminatorOnFake => "D(fake)",
            Quantity.DiscriminatorGradient => "discriminator gradient",
            _ => "generator gradient",
        };
}
