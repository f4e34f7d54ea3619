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
            terminal.WriteError($"See: {Repository.Call} --help");
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
        root.SetAction(
            (_, cancellation) => new StartCommand(terminal, Repository.FindCourse(current, "The first minute")).RunAsync(cancellation)
        );
        root.Add(List(terminal, current));
        root.Add(Doctor(terminal, current));
        root.Add(Run(terminal, current));
        root.Add(Publish(terminal, current));
        root.Add(BookCommand.Create(terminal, current));
        root.Add(ExportCommand.Create(terminal, current));
        root.Add(TrainCommand.Create(terminal, current));
        root.Add(StudyCommand.Create(terminal, current));
        root.Add(ReportCommand.Create(terminal, current));
        root.Add(DataCommand.Create(terminal, current));
        root.Add(KernelCommand.Create(terminal, current));
        root.Add(PackCommand.Create(terminal, current));
        return root;
    }

    private static Command List(Terminal terminal, string current)
    {
        var command = new Command("list", "Lists the notebooks.");
        command.SetAction(_ => ListCommand.Run(terminal, Repository.FindCourse(current, "list")));
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
                var repository = Repository.FindCourse(current, "run");
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
                var repository = Repository.FindCourse(current, "publish");
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
