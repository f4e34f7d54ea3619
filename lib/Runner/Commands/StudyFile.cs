using System.CommandLine;
using System.CommandLine.Parsing;
using GanStability.Runner.Notebooks;

namespace GanStability.Runner.Commands;

/// <summary>A part of a study that is trained by itself: a line of its file, and a block of seeds.</summary>
/// <param name="Line">The line.</param>
/// <param name="Training">What is trained.</param>
internal sealed record StudyJob(string Line, Training Training)
{
    /// <summary>The seeds in words.</summary>
    public string Seeds =>
        Training.Seeds == 1
            ? FormattableString.Invariant($"seed {Training.FirstSeed}")
            : FormattableString.Invariant($"seeds {Training.FirstSeed} to {Last}");

    /// <summary>
    /// The name of its results file, which says what is in it, whatever other lines the study has: <c>data-rotating.300-304.jsonl</c>.
    /// </summary>
    public string FileName =>
        FormattableString.Invariant($"{NameOf(Line)}.{Training.FirstSeed}-{Last}.jsonl");

    private long Last => Training.FirstSeed + Training.Seeds - 1;

    /// <summary>A line as a part of a file name: letters, digits and points, and one dash for all between them.</summary>
    public static string NameOf(string line) =>
        string.Join(
            '-',
            string.Concat(line.Select(c => char.IsAsciiLetterOrDigit(c) || c == '.' ? c : ' '))
                .Split(' ', StringSplitOptions.RemoveEmptyEntries)
        );
}

/// <summary>
/// A study: a file with one recipe a line, written as the options of <c>train</c>. A line that begins with <c>every:</c> has options for
/// all lines, and what follows a <c>#</c> is a comment.
/// </summary>
internal static class StudyFile
{
    private const string Every = "every:";

    /// <summary>The jobs of a study in the order of its lines, each block of seeds a job.</summary>
    /// <param name="file">The study file.</param>
    /// <exception cref="NotebookException">There is no such file, or a line cannot be used; nothing was trained.</exception>
    public static IReadOnlyList<StudyJob> Read(string file)
    {
        if (!File.Exists(file))
            throw new NotebookException(
                $"There is no study file {file}. Write one: a recipe a line, as the options of train, such as --data rotating --with r1."
            );
        var lines = File.ReadAllLines(file)
            .Select((line, i) => (Number: i + 1, Text: line.Split('#')[0].Trim()))
            .Where(line => line.Text.Length > 0)
            .ToLookup(line => line.Text.StartsWith(Every, StringComparison.Ordinal));
        var common = string.Join(' ', lines[true].Select(line => line.Text[Every.Length..].Trim()));
        if (!lines[false].Any())
            throw new NotebookException($"{file} has no recipe: write one a line, as the options of train, such as --data rotating.");
        if (lines[false].GroupBy(line => StudyJob.NameOf(line.Text)).FirstOrDefault(g => g.Count() > 1) is { } twice)
            throw new NotebookException(
                $"{file}: lines {string.Join(" and ", twice.Select(line => line.Number))} say the same: '{twice.First().Text}'."
            );
        return [.. lines[false].SelectMany(line => Jobs(line.Text, Parse($"{common} {line.Text}", $"{file}, line {line.Number}")))];
    }

    private static IEnumerable<StudyJob> Jobs(string line, Training training)
    {
        // Seeds that train together round alike: what a job trains must not depend on what was there before, nor on how jobs are divided.
        var block = training.Block > 0 ? training.Block : training.Seeds;
        for (var done = 0; done < training.Seeds; done += block)
        {
            var seeds = Math.Min(block, training.Seeds - done);
            yield return new(line, training with { FirstSeed = training.FirstSeed + done, Seeds = seeds, Block = seeds });
        }
    }

    private static Training Parse(string line, string where)
    {
        var options = new TrainingOptions();
        var command = new RootCommand();
        options.AddTo(command);
        var parsed = command.Parse(CommandLineParser.SplitCommandLine(line).ToArray());
        if (parsed.Errors.Count > 0)
            throw new NotebookException($"{where}: {string.Join(' ', parsed.Errors.Select(error => error.Message))}");
        var training = options.Read(parsed);
        return training with { Recipes = () => Recipes(training, where) };
    }

    private static IReadOnlyList<Recipe> Recipes(Training training, string where)
    {
        try
        {
            return training.Recipes();
        }
        catch (Exception e) when (e is ArgumentException or FileNotFoundException)
        {
            throw new ArgumentException($"{where}: {e.Message}", e);
        }
    }
}
