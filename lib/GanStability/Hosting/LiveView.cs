using System.Diagnostics;
using System.Globalization;
using System.Net;
using GanStability.Figures;
using GanStability.Training;

namespace GanStability.Hosting;

/// <summary>
/// The picture in the notebook while a GAN trains. It is drawn at most three times a second, takes at most a tenth of the time, and stops growing the notebook at a cap;
/// a host that cannot replace an output gets the final picture only.
/// </summary>
internal sealed class LiveView(Host host) : ITrainingObserver
{
    private const int MaxBytes = 20_000_000;
    private static readonly TimeSpan Shortest = TimeSpan.FromMilliseconds(350);
    private readonly Stopwatch sinceDrawn = Stopwatch.StartNew();
    private TimeSpan pause = TimeSpan.Zero;
    private Action<IShown>? replace;
    private long written;

    public void Observe(Run run)
    {
        if (!host.UpdatesInPlace || run.Outcome != Outcome.Running || sinceDrawn.Elapsed < pause || written > MaxBytes) return;
        var drawing = Stopwatch.StartNew();
        Show(new LivePicture(Progress(run), run.LiveFigure()));
        pause = drawing.Elapsed * 10 is var fair && fair > Shortest ? fair : Shortest;
        sinceDrawn.Restart();
    }

    public void Finish(Run run) => Show(new LivePicture(Summary(run), run.LiveFigure()));

    private void Show(LivePicture picture)
    {
        written += picture.ToHtml().Length;
        if (replace is null) replace = host.Show(picture);
        else replace(picture);
    }

    private static string Progress(Run run)
    {
        var (done, all) = (run.History.Steps, run.Recipe.Steps);
        var rate = done / Math.Max(run.Elapsed.TotalSeconds, 1e-9);
        return string.Create(CultureInfo.InvariantCulture, $"{run.Name}: step {done} of {all}, {rate:0} steps/s, {(all - done) / Math.Max(rate, 1e-9):0} s left");
    }

    private static string Summary(Run run)
    {
        var ending = run.Outcome switch
        {
            Outcome.Cancelled => $"stopped at step {run.History.Steps}; what was learned so far is kept",
            Outcome.Diverged => "diverged",
            _ => $"{run.History.Steps} steps",
        };
        var seeds = run.Recipe.Replicas == 1 ? $"seed {run.Recipe.Seed}" : $"{run.Recipe.Replicas} seeds from {run.Recipe.Seed}";
        var text = string.Create(CultureInfo.InvariantCulture, $"{run.Name}: {ending}, {seeds}, on {run.Device}");
        return run.Divergences.Count == 0 ? text : $"{text}. {string.Join(" ", run.Divergences.Select(d => char.ToUpperInvariant(d.ToString()[0]) + d.ToString()[1..]))}";
    }
}

/// <summary>A line of text over a figure.</summary>
[TypeFormatterSource(typeof(ShownFormatterSource))]
internal sealed record LivePicture(string Text, Figure Figure) : IShown
{
    private string? html;

    public string ToHtml() => html ??= $"<div>{WebUtility.HtmlEncode(Text)}</div>{Figure.ToLiveHtml()}";

    public string ToText() => Text;
}
