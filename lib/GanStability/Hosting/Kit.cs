using GanStability.Figures;
using GanStability.Training;

namespace GanStability.Hosting;

/// <summary>What a notebook says to the kit: start, show, train.</summary>
public static class Kit
{
    /// <summary>Loads the native code and reports on this machine; the last line of every setup cell.</summary>
    /// <returns>The report; it shows itself.</returns>
    public static DeviceReport Start()
    {
        if (NativeLibraries.Failure is null) PlotlyScript.Save(Path.Combine(NativeLibraries.KitFolder, "plotly.min.js"));
        return DeviceReport.Create();
    }

    /// <summary>Shows a value in mid-cell.</summary>
    /// <param name="value">A figure, table or report.</param>
    /// <returns>A handle that replaces what is shown.</returns>
    public static Display Show(IShown value)
    {
        ArgumentNullException.ThrowIfNull(value);
        return new Display(Host.Detect().Show(value));
    }

    /// <summary>
    /// Trains with a live picture: losses, samples and coverage, replaced in place a few times a second, with the steps per second and the time left. Interrupting the
    /// cell ends training after the current step and returns what was learned.
    /// </summary>
    /// <param name="recipe">What to do.</param>
    /// <returns>The run.</returns>
    /// <exception cref="ArgumentException">A setting outside its range, or a combination that makes no sense; nothing was trained.</exception>
    /// <exception cref="InvalidOperationException">The native libraries could not be loaded.</exception>
    public static Run Train(Recipe recipe)
    {
        NativeLibraries.ThrowIfUnavailable();
        var host = Host.Detect();
        var view = new LiveView(host);
        var run = Trainer.Train(recipe, view, host.Cancellation);
        view.Finish(run);
        return run;
    }

    /// <summary>Chooses a number by the size a notebook runs at.</summary>
    /// <param name="size"><c>smoke</c> (does it run?), <c>class</c> or <c>full</c>.</param>
    /// <param name="smoke">The value for <c>smoke</c>.</param>
    /// <param name="atClass">The value for <c>class</c>.</param>
    /// <param name="full">The value for <c>full</c>.</param>
    /// <returns>One of the three.</returns>
    /// <exception cref="ArgumentException">Another size.</exception>
    public static int Sized(string size, int smoke, int atClass, int full) => size switch
    {
        "smoke" => smoke,
        "class" => atClass,
        "full" => full,
        _ => throw new ArgumentException($"Size is '{size}'; allowed are 'smoke', 'class' and 'full'.", nameof(size)),
    };
}

/// <summary>Something shown in a notebook that can be replaced in place.</summary>
/// <param name="replace">Replaces what is shown.</param>
public sealed class Display(Action<IShown> replace)
{
    /// <summary>Replaces what is shown.</summary>
    /// <param name="value">The new content.</param>
    public void Update(IShown value)
    {
        ArgumentNullException.ThrowIfNull(value);
        replace(value);
    }
}
