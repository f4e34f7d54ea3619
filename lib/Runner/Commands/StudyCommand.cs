using System.CommandLine;
using System.Globalization;
using GanStability.Runner.Files;
using GanStability.Runner.Notebooks;

namespace GanStability.Runner.Commands;

/// <summary>
/// Recipes × seeds, divided into jobs for a cluster: each job is a recipe and a block of seeds with a results file of its own, so that jobs
/// on many machines never write into one file. A job whose results are there ends at once, and one that was killed is run again.
/// </summary>
internal sealed class StudyCommand(Terminal terminal, Repository repository)
{
    /// <summary>The verb.</summary>
    public static Command Create(Terminal terminal, string current)
    {
        var file = new Argument<string>("study")
        {
            Description = "A file with one recipe a line, as the options of train; a line 'every: …' has options for all of them.",
        };
        var job = NumberOption.Create("--job", "Trains one job only, by its number; 0 for all.", "a whole number", 0, int.MaxValue, 0);
        var of = NumberOption.Create(
            "--of",
            "Into how many jobs the study is divided; 0 for a job per recipe and block of seeds.",
            "a whole number",
            0,
            int.MaxValue,
            0
        );
        var list = new Option<bool>("--list") { Description = "Lists the jobs and says which are done, without training." };
        var output = new Option<string>("--out")
        {
            Description = "The folder of the results files (default: beside the study file, named like it without its ending).",
        };
        var command = new Command("study", "Trains a study of many recipes and seeds, whole or one job of it.")
        {
            file,
            job,
            of,
            list,
            output,
        };
        command.Validators.Add(result =>
        {
            if (result.GetValue(of) > 0 && result.GetValue(job) == 0)
                result.AddError("--of says how many jobs there are: say with --job which of them this is.");
            if (result.GetValue(of) > 0 && result.GetValue(job) > result.GetValue(of))
                result.AddError(
                    string.Create(CultureInfo.InvariantCulture, $"--job {result.GetValue(job)} is more than --of {result.GetValue(of)}.")
                );
        });
        command.SetAction(
            (parsed, cancellation) =>
            {
                var path = Path.GetFullPath(parsed.GetValue(file)!, current);
                var folder = parsed.GetValue(output) is { } named
                    ? Path.GetFullPath(named, current)
                    : Path.Combine(Path.GetDirectoryName(path)!, Path.GetFileNameWithoutExtension(path));
                var jobs = StudyFile.Read(path);
                var part = Part(jobs, parsed.GetValue(job), parsed.GetValue(of));
                var study = new StudyCommand(terminal, Repository.Find(current));
                return parsed.GetValue(list) ? study.ListAsync(jobs, folder, cancellation) : study.TrainAsync(part, folder, cancellation);
            }
        );
        return command;
    }

    /// <summary>Every n-th job from one on, or all.</summary>
    private static IReadOnlyList<StudyJob> Part(IReadOnlyList<StudyJob> jobs, int job, int of)
    {
        if (of == 0 && job > jobs.Count)
            throw new NotebookException(
                string.Create(CultureInfo.InvariantCulture, $"--job {job}: the study has {jobs.Count} jobs. See them with --list.")
            );
        var parts = of > 0 ? of : jobs.Count;
        return job == 0 ? jobs : [.. jobs.Where((_, i) => i % parts == job - 1)];
    }

    private Task<int> TrainAsync(IReadOnlyList<StudyJob> jobs, string folder, CancellationToken cancellation)
    {
        Destination.Try(folder, "--out");
        foreach (var job in jobs)
            TrainCommand.TryResults(Path.Combine(folder, job.FileName));
        return Library.RunReadyAsync(
            terminal,
            repository,
            () =>
            {
                if (jobs.Count == 0)
                    terminal.Out.WriteLine("Nothing to do: the study has fewer jobs.");
                foreach (var job in jobs)
                {
                    var code = TrainCommand.Train(job.Training, Path.Combine(folder, job.FileName), terminal.Out, cancellation);
                    if (code != Cli.Ok)
                        return code;
                }
                return Cli.Ok;
            },
            cancellation
        );
    }

    private Task<int> ListAsync(IReadOnlyList<StudyJob> jobs, string folder, CancellationToken cancellation) =>
        Library.RunReadyAsync(
            terminal,
            repository,
            () =>
            {
                var left = 0;
                foreach (var (job, number) in jobs.Select((job, i) => (job, i + 1)))
                {
                    var t = job.Training;
                    var file = Path.Combine(folder, job.FileName);
                    var recipes = t.Recipes();
                    var done = recipes.Sum(r => Study.Done(Study.Asked(r, t.FirstSeed, t.Seeds, t.Steps, t.Device), file, t.Fresh));
                    left += done < recipes.Count * t.Seeds ? 1 : 0;
                    terminal.Out.WriteLine(
                        string.Create(
                            CultureInfo.InvariantCulture,
                            $"{number}  {job.Line}  {job.Seeds}: {done} of {recipes.Count * t.Seeds} trained"
                        )
                    );
                }
                terminal.Out.WriteLine(
                    string.Create(CultureInfo.InvariantCulture, $"{jobs.Count} jobs, {jobs.Count - left} done. Results in {folder}")
                );
                return Cli.Ok;
            },
            cancellation
        );
}
