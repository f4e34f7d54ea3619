using System.CommandLine;
using System.Globalization;
using GanStability.Runner.Files;
using GanStability.Runner.Notebooks;

namespace GanStability.Runner.Commands;

/// <summary>The command line: verbs, options and exit codes.</summary>
internal static class Cli
{
    /// <summary>Everything went well.</summary>
    public const int Ok = 0;

    /// <summary>A cell failed, or the machine is not ready.</summary>
    public const int Failed = 1;

    /// <summary>The command line, a path or a file cannot be used: nothing was run, or a part is missing.</summary>
    public const int BadUsage = 2;

    private const double DefaultTimeout = 1800;

    /// <summary>Seeds go through JSON, whose numbers are exact up to here.</summary>
    private const long MaxSeed = 1L << 52;

    /// <summary>Runs a command line.</summary>
    /// <param name="args">The arguments.</param>
    /// <param name="terminal">Where to write.</param>
    /// <param name="current">The folder that relative paths start from.</param>
    /// <returns>The exit code.</returns>
    public static async Task<int> RunAsync(string[] args, Terminal terminal, string current)
    {
        var parsed = Root(terminal, current).Parse(args);
        if (parsed.Errors.Count > 0)
        {
            foreach (var error in parsed.Errors)
                terminal.WriteError(error.Message);
            terminal.WriteError("See: dotnet run -c Release --project lib/Runner -- --help");
            return BadUsage;
        }
        try
        {
            var configuration = new InvocationConfiguration
            {
                Output = terminal.Out,
                Error = terminal.Error,
                EnableDefaultExceptionHandler = false,
                // Ctrl+C stops the running cell and writes what was executed so far.
                ProcessTerminationTimeout = TimeSpan.FromSeconds(15),
            };
            return await parsed.InvokeAsync(configuration).ConfigureAwait(false);
        }
        catch (NotebookException e)
        {
            terminal.WriteError(e.Message);
        }
        catch (Exception e) when (FileErrors.IsOne(e))
        {
            terminal.WriteError($"A file cannot be read or written: {FileErrors.Reason(e)}.");
        }
        return BadUsage;
    }

    private static RootCommand Root(Terminal terminal, string current)
    {
        var root = new RootCommand(
            "Runs the notebooks of the course without an editor. Without arguments: the first minute, which trains the comparison that "
                + "opens the course and writes the book into artifacts/book."
        );
        root.SetAction((_, cancellation) => new StartCommand(terminal, Repository.Find(current)).RunAsync(cancellation));
        root.Add(List(terminal, current));
        root.Add(Doctor(terminal, current));
        root.Add(Run(terminal, current));
        root.Add(Publish(terminal, current));
        root.Add(BookCommand.Create(terminal, current));
        root.Add(ExportCommand.Create(terminal, current));
        root.Add(Train(terminal, current));
        root.Add(Report(terminal, current));
        root.Add(DataCommand.Create(terminal, current));
        root.Add(KernelCommand.Create(terminal, current));
        return root;
    }

    private static Command List(Terminal terminal, string current)
    {
        var command = new Command("list", "Lists the notebooks.");
        command.SetAction(_ => ListCommand.Run(terminal, Repository.Find(current)));
        return command;
    }

    private static Command Doctor(Terminal terminal, string current)
    {
        var json = new Option<bool>("--json") { Description = "For machines." };
        var command = new Command("doctor", "Says whether this machine is ready, and what to do where it is not.") { json };
        command.SetAction(
            (parsed, cancellation) => DoctorCommand.RunAsync(terminal, Repository.Find(current), parsed.GetValue(json), cancellation)
        );
        return command;
    }

    private static Command Run(Terminal terminal, string current)
    {
        var notebooks = Notebooks(ArgumentArity.OneOrMore);
        var size = new Option<string>("--size")
        {
            Description = "How much work: smoke (seconds), class (minutes), full (as in the papers).",
        };
        size.AcceptOnlyFromAmong("smoke", "class", "full");
        var device = new Option<string>("--device") { Description = "Where to compute." };
        device.AcceptOnlyFromAmong("auto", "cpu", "cuda");
        var set = new Option<string[]>("--set")
        {
            Description = "name=value for a variable of the cell tagged 'parameters'; may be repeated.",
            Arity = ArgumentArity.OneOrMore,
        };
        var output = new Option<string>("--out") { Description = "Where to write executed notebooks and pages (default: artifacts/book)." };
        var timeout = Timeout();
        var keepGoing = KeepGoing();
        var jobs = NumberOption.Create(
            "--jobs",
            "How many notebooks run at once; 1 for honest timings.",
            "a whole number",
            1,
            256,
            Math.Clamp(Environment.ProcessorCount, 1, 4)
        );
        var fresh = new Option<bool>("--fresh")
        {
            Description = "Train everything; otherwise a recipe that was trained for an earlier notebook is not trained again.",
        };
        var command = new Command("run", "Runs notebooks.") { notebooks, size, set, device, output, timeout, keepGoing, jobs, fresh };
        command.SetAction(
            (parsed, cancellation) =>
            {
                var repository = Repository.Find(current);
                var optional = new Dictionary<string, string>();
                if (parsed.GetValue(size) is { } chosenSize)
                    optional["size"] = chosenSize;
                if (parsed.GetValue(device) is { } chosenDevice)
                    optional["device"] = chosenDevice;
                return new RunCommand(terminal, repository)
                {
                    Files = Find(parsed.GetValue(notebooks)!, current, repository),
                    Required = Assignments(parsed.GetValue(set) ?? []),
                    Optional = optional,
                    Output = parsed.GetValue(output) is { } folder ? Path.GetFullPath(folder, current) : repository.Book,
                    CellTimeout = Limit(parsed.GetValue(timeout)),
                    KeepGoing = parsed.GetValue(keepGoing),
                    Jobs = parsed.GetValue(jobs),
                    Trained = parsed.GetValue(fresh) ? null : repository.Trained,
                }.BookAsync(cancellation);
            }
        );
        return command;
    }

    private static Command Publish(Terminal terminal, string current)
    {
        var notebooks = Notebooks(ArgumentArity.ZeroOrMore);
        var timeout = Timeout();
        var keepGoing = KeepGoing();
        var command = new Command("publish", "Runs notebooks at class size and stores the outputs in the source files themselves.")
        {
            notebooks,
            timeout,
            keepGoing,
        };
        command.SetAction(
            (parsed, cancellation) =>
            {
                var repository = Repository.Find(current);
                return new RunCommand(terminal, repository)
                {
                    Files = parsed.GetValue(notebooks) is { Length: > 0 } named
                        ? Find(named, current, repository)
                        : NotebookFiles.In(repository.Notebooks),
                    CellTimeout = Limit(parsed.GetValue(timeout)),
                    KeepGoing = parsed.GetValue(keepGoing),
                    // Some cells measure time, and what they print is committed.
                    Jobs = 1,
                }.PublishAsync(cancellation);
            }
        );
        return command;
    }

    private static Command Train(Terminal terminal, string current)
    {
        var data = new Option<string>("--data")
        {
            Description =
                "Which data, with the recipe that belongs to it: ring, any preset such as frozen or digits, or a data set such as mnist.",
            DefaultValueFactory = _ => "ring",
        };
        var with = new Option<string>("--with")
        {
            Description = "Stabilizers, separated by commas, with their values: minibatch-discrimination:16:8,label-smoothing:0.9.",
            DefaultValueFactory = _ => "",
        };
        var objective = new Option<string>("--objective")
        {
            Description = "What the players minimise, such as hinge; the preset's own by default.",
            DefaultValueFactory = _ => "",
        };
        var all = new Option<bool>("--all-methods")
        {
            Description =
                "The baseline, every stabilizer with its usual settings and every objective, one after the other; in place of --with.",
        };
        all.Validators.Add(result =>
        {
            if (
                result.GetValue(all)
                && (result.GetResult(with) is { Implicit: false } || result.GetResult(objective) is { Implicit: false })
            )
                result.AddError("--all-methods trains each method alone: leave --with and --objective out.");
        });
        var seeds = NumberOption.Create("--seeds", "How many seeds.", "a whole number", 1, 100_000, 10);
        var first = NumberOption.Create("--seed", "The first seed.", "a whole number", 0L, MaxSeed, 100L);
        var steps = NumberOption.Create("--steps", "Steps of training; 0 for the preset's own.", "a whole number", 0, 100_000_000, 0);
        var generatorRate = NumberOption.Create(
            "--generator-rate",
            "The generator's learning rate; 0 for the preset's own.",
            "a number",
            0.0,
            1.0,
            0.0
        );
        var device = new Option<string>("--device") { Description = "Where to compute.", DefaultValueFactory = _ => "auto" };
        device.AcceptOnlyFromAmong("auto", "cpu", "cuda");
        var output = new Option<string>("--out")
        {
            Description =
                "The results file: one line of JSON per seed. Seeds in it are not run again; several processes may append at once.",
            Required = true,
        };
        var fresh = new Option<bool>("--fresh") { Description = "Train anew what an older build of the kit trained." };
        var command = new Command("train", "Trains a recipe on many seeds into a results file.")
        {
            data,
            with,
            objective,
            all,
            seeds,
            first,
            steps,
            generatorRate,
            device,
            output,
            fresh,
        };
        command.SetAction(
            (parsed, cancellation) =>
            {
                // The ring's own recipe is the one that collapses: that is what there is to cure.
                var preset = parsed.GetValue(data) is "ring" ? "rotating" : parsed.GetValue(data)!;
                var stabilizers = parsed.GetValue(with)!.Split(',', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);
                var every = parsed.GetValue(all);
                var (game, rate) = (parsed.GetValue(objective)!, parsed.GetValue(generatorRate));
                return new StudyCommand(terminal, Repository.Find(current)).TrainAsync(
                    () => every ? Study.EveryMethod(preset) : [Study.Recipe(preset, game, stabilizers, rate)],
                    parsed.GetValue(first),
                    parsed.GetValue(seeds),
                    parsed.GetValue(steps),
                    parsed.GetValue(device)!,
                    Path.GetFullPath(parsed.GetValue(output)!, current),
                    parsed.GetValue(fresh),
                    cancellation
                );
            }
        );
        return command;
    }

    private static Command Report(Terminal terminal, string current)
    {
        var file = new Argument<string>("results") { Description = "A results file made by train." };
        var command = new Command("report", "Makes tables and figures from a results file.") { file };
        command.SetAction(
            (parsed, cancellation) =>
                new StudyCommand(terminal, Repository.Find(current)).ReportAsync(
                    Path.GetFullPath(parsed.GetValue(file)!, current),
                    cancellation
                )
        );
        return command;
    }

    private static Argument<string[]> Notebooks(ArgumentArity arity)
    {
        var argument = new Argument<string[]>("notebooks")
        {
            Arity = arity,
            Description = "Paths, folders, names such as 04-mode-collapse, or patterns such as '1*'.",
        };
        argument.Validators.Add(result =>
        {
            // Without this a mistyped option would be taken for a notebook.
            foreach (var token in result.Tokens.Where(t => t.Value.StartsWith('-')))
                result.AddError($"There is no option '{token.Value}'.");
        });
        return argument;
    }

    private static Option<bool> KeepGoing() => new("--keep-going") { Description = "Run the other notebooks after one has failed." };

    private static Option<double> Timeout() =>
        NumberOption.Create(
            "--timeout",
            "The longest a cell may take, in seconds; 0 for no limit.",
            "a number of seconds",
            0,
            1e6,
            DefaultTimeout
        );

    private static TimeSpan? Limit(double seconds) => seconds > 0 ? TimeSpan.FromSeconds(seconds) : null;

    private static IReadOnlyList<string> Find(IEnumerable<string> arguments, string current, Repository repository) =>
        [.. arguments.SelectMany(argument => NotebookFiles.Find(argument, current, repository.Notebooks)).Distinct()];

    private static Dictionary<string, string> Assignments(IEnumerable<string> texts)
    {
        var values = new Dictionary<string, string>();
        foreach (var text in texts)
        {
            var equals = text.IndexOf('=', StringComparison.Ordinal);
            if (equals < 1)
                throw new NotebookException($"--set {text}: write name=value, for example --set seed=7.");
            values[text[..equals].Trim()] = text[(equals + 1)..].Trim();
        }
        return values;
    }
}
