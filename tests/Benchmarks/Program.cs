using System.CommandLine;
using System.Globalization;
using GanStability;
using GanStability.Benchmarks;

// dotnet run -c Release --project tests/Benchmarks [-- --device cuda --repeats 5 --seconds 1 --json results.json --python /usr/bin/python3]
var device = new Option<string>("--device") { Description = "cpu or cuda.", DefaultValueFactory = _ => "cpu" };
device.AcceptOnlyFromAmong("cpu", "cuda");
var repeats = new Option<int>("--repeats")
{
    Description = "Interleaved repeats, at least 5 for figures that are quoted.",
    DefaultValueFactory = _ => 5,
};
var seconds = new Option<double>("--seconds") { Description = "About how long each case runs in a repeat.", DefaultValueFactory = _ => 1 };
var json = new Option<string>("--json")
{
    Description = "Where the results are written.",
    DefaultValueFactory = _ => "artifacts/benchmarks/results.json",
};
var python = new Option<string>("--python")
{
    Description = "A Python with torch to compare with.",
    DefaultValueFactory = _ => "/usr/bin/python3",
};
var only = new Option<string>("--only") { Description = "Runs only the groups whose name contains this.", DefaultValueFactory = _ => "" };
var long20000 = new Option<bool>("--skip-memory") { Description = "Leaves out the run of 20 000 steps." };
var firstStep = new Option<bool>("--first-step")
{
    Description = "Only prints the seconds from the start of the process to the end of its first training step.",
    Hidden = true,
};
var root = new RootCommand("Times training steps and their parts.")
{
    device,
    repeats,
    seconds,
    json,
    python,
    long20000,
    only,
    firstStep,
};
root.SetAction(parsed =>
{
    if (parsed.GetValue(firstStep))
    {
        Console.WriteLine(StartUp.ToFirstStep(parsed.GetValue(device)!).ToString(CultureInfo.InvariantCulture));
        return 0;
    }
    if (!Kit.Start().Healthy)
    {
        Console.WriteLine("This machine is not ready: dotnet run -c Release --project lib/Runner -- doctor");
        return 1;
    }
    new Suite(
        parsed.GetValue(device)!,
        Math.Max(1, parsed.GetValue(repeats)),
        parsed.GetValue(seconds),
        parsed.GetValue(python)!,
        parsed.GetValue(only)!
    ).Run(parsed.GetValue(json)!, !parsed.GetValue(long20000));
    return 0;
});
return root.Parse(args).Invoke();
