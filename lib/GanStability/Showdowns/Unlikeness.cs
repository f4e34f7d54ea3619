using System.Globalization;

namespace GanStability;

/// <summary>
/// In what a row of a table was trained otherwise than the baseline, beside the method that its name tells: more steps, another network, or
/// more data would win a comparison without any method.
/// </summary>
internal static class Unlikeness
{
    /// <summary>Settings that are a method, or that a method brings: the name of the row tells them.</summary>
    private static readonly string[] OfMethods = [nameof(Recipe.Stabilizers), nameof(Recipe.Objective), nameof(Recipe.Targets)];

    /// <summary>The differences in words; null where there are none.</summary>
    /// <param name="method">The row.</param>
    /// <param name="baseline">The baseline.</param>
    public static string? Of(Method method, Method baseline)
    {
        var (mine, plain) = (method.Seeds[0], baseline.Seeds[0]);
        var differences = new List<string>();
        if (mine is { Description: { } own } && plain is { Description: { } its })
            differences.AddRange(
                Identity
                    .Differing(its, own)
                    .Where(name => !OfMethods.Contains(name.Split('.', '[', ' ')[0]))
                    // What one of two builds cannot set is none there.
                    .Select(name => (Name: name, Own: own.GetValueOrDefault(name, "none"), Its: its.GetValueOrDefault(name, "none")))
                    .Where(d => d.Own != d.Its)
                    .Select(d => $"{Short(d.Name)} {d.Own} (not {d.Its})")
            );
        else if (mine.Steps != plain.Steps)
            differences.Add($"steps {mine.Steps} (not {plain.Steps})");
        if (
            mine.SamplesSeen is { } seen
            && plain.SamplesSeen is { } usual
            && usual > 0
            && (double)seen / usual * plain.Steps / Math.Max(1, mine.Steps) is var times
            && Math.Abs(times - 1) > 0.01
        )
            differences.Add(string.Create(CultureInfo.InvariantCulture, $"D sees {times:0.##} times the real samples per step"));
        return differences.Count == 0 ? null : string.Join("; ", differences);
    }

    /// <summary>
    /// Such as <c>G hidden</c> for <c>Generator.Hidden</c>, <c>D's learning rate</c> for <c>DiscriminatorAdam.LearningRate</c>.
    /// </summary>
    private static string Short(string name)
    {
        var parts = name.Split('.', 2);
        var owner = parts[0] switch
        {
            "Generator" => "G ",
            "Discriminator" => "D ",
            "GeneratorAdam" => "G's ",
            "DiscriminatorAdam" => "D's ",
            _ => null,
        };
        return owner is null || parts.Length < 2 ? InWords(name) : owner + InWords(parts[1]);

        static string InWords(string name) =>
            string.Concat(
                name.Select((c, i) => char.IsUpper(c) ? (i > 0 && char.IsLower(name[i - 1]) ? " " : "") + char.ToLowerInvariant(c) : $"{c}")
            );
    }
}
