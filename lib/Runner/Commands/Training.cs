using System.CommandLine;

namespace GanStability.Runner.Commands;

/// <summary>What a command line trains: recipes and seeds.</summary>
/// <param name="Recipes">Makes the recipes; an unknown name is an <see cref="ArgumentException"/>.</param>
/// <param name="FirstSeed">The first seed.</param>
/// <param name="Seeds">How many seeds.</param>
/// <param name="Block">How many of them train together; 0 for all that are missing side by side.</param>
/// <param name="Steps">Steps, or 0 for the recipe's own.</param>
/// <param name="Device"><c>auto</c>, <c>cpu</c> or <c>cuda</c>.</param>
/// <param name="Fresh">Trains anew what an older build of the kit trained.</param>
internal sealed record Training(
    Func<IReadOnlyList<Recipe>> Recipes,
    long FirstSeed,
    int Seeds,
    int Block,
    int Steps,
    string Device,
    bool Fresh
);

/// <summary>The options that say what is trained, as <c>train</c> and the lines of a study file have them.</summary>
internal sealed class TrainingOptions
{
    /// <summary>Seeds go through JSON, whose numbers are exact up to here.</summary>
    private const long MaxSeed = 1L << 52;

    private readonly Option<string> data = new("--data")
    {
        Description =
            "Which data, with the recipe that belongs to it: ring, any preset such as frozen or digits, or a data set such as mnist.",
        DefaultValueFactory = _ => "ring",
    };
    private readonly Option<string> with = new("--with")
    {
        Description = "Stabilizers, separated by commas, with their values: minibatch-discrimination:16:8,label-smoothing:0.9.",
        DefaultValueFactory = _ => "",
    };
    private readonly Option<string> objective = new("--objective")
    {
        Description = "What the players minimise, such as hinge; the preset's own by default.",
        DefaultValueFactory = _ => "",
    };
    private readonly Option<bool> all = new("--all-methods")
    {
        Description =
            "The baseline, every stabilizer with its usual settings and every objective, one after the other; in place of --with.",
    };
    private readonly Option<int> seeds = NumberOption.Create("--seeds", "How many seeds.", "a whole number", 1, 100_000, 10);
    private readonly Option<long> first = NumberOption.Create("--seed", "The first seed.", "a whole number", 0L, MaxSeed, 100L);
    private readonly Option<int> block = NumberOption.Create(
        "--block",
        "How many seeds train together, from the first seed on: the same results however a study is divided; 0 for all that are missing.",
        "a whole number",
        0,
        100_000,
        0
    );
    private readonly Option<int> steps = NumberOption.Create(
        "--steps",
        "Steps of training; 0 for the preset's own.",
        "a whole number",
        0,
        100_000_000,
        0
    );
    private readonly Option<double> generatorRate = NumberOption.Create(
        "--generator-rate",
        "The generator's learning rate; 0 for the preset's own.",
        "a number",
        0.0,
        1.0,
        0.0
    );
    private readonly Option<string> device = new("--device") { Description = "Where to compute.", DefaultValueFactory = _ => "auto" };
    private readonly Option<bool> fresh = new("--fresh") { Description = "Train anew what an older build of the kit trained." };

    public TrainingOptions()
    {
        device.AcceptOnlyFromAmong("auto", "cpu", "cuda");
        all.Validators.Add(result =>
        {
            if (
                result.GetValue(all)
                && (result.GetResult(with) is { Implicit: false } || result.GetResult(objective) is { Implicit: false })
            )
                result.AddError("--all-methods trains each method alone: leave --with and --objective out.");
        });
    }

    /// <summary>Adds the options to a command.</summary>
    public void AddTo(Command command)
    {
        foreach (var option in (Option[])[data, with, objective, all, seeds, first, block, steps, generatorRate, device, fresh])
            command.Add(option);
    }

    /// <summary>What a command line without errors asks for.</summary>
    public Training Read(ParseResult parsed)
    {
        // The ring's own recipe is the one that collapses: that is what there is to cure.
        var preset = parsed.GetValue(data) is "ring" ? "rotating" : parsed.GetValue(data)!;
        var stabilizers = parsed.GetValue(with)!.Split(',', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);
        var every = parsed.GetValue(all);
        var (game, rate) = (parsed.GetValue(objective)!, parsed.GetValue(generatorRate));
        return new(
            () => every ? Study.EveryMethod(preset) : [Study.Recipe(preset, game, stabilizers, rate)],
            parsed.GetValue(first),
            parsed.GetValue(seeds),
            parsed.GetValue(block),
            parsed.GetValue(steps),
            parsed.GetValue(device)!,
            parsed.GetValue(fresh)
        );
    }
}
