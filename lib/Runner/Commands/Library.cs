using System.Globalization;
using System.Reflection;
using System.Runtime.Loader;

namespace GanStability.Runner.Commands;

/// <summary>The library in this process. It lies in the kit, where notebooks take it from, and nowhere else.</summary>
internal static class Library
{
    /// <summary>How long work that was asked to stop may take before it is left to itself.</summary>
    private static readonly TimeSpan Grace = TimeSpan.FromSeconds(5);

    /// <summary>Says where the library is, before any method that names one of its types is compiled.</summary>
    public static void TakeFromKit() => AssemblyLoadContext.Default.Resolving += Resolve;

    /// <summary>Does work of the library.</summary>
    /// <param name="terminal">Where errors go.</param>
    /// <param name="repository">The course, whose kit must have been built.</param>
    /// <param name="work">The work; it gives the exit code. What it throws is printed.</param>
    /// <param name="cancellation">
    /// Ctrl+C. The library's long calls look at it as at a notebook's stop button; work that does not is left to itself and ends with the
    /// process.
    /// </param>
    /// <returns>The exit code.</returns>
    public static async Task<int> RunAsync(Terminal terminal, Repository repository, Func<int> work, CancellationToken cancellation)
    {
        if (!repository.HasKit)
        {
            terminal.WriteError($"The kit is not built yet. Run in {repository.Root}: dotnet build -c Release");
            return Cli.Failed;
        }
        // A thread of its own, so that Ctrl+C is answered meanwhile.
        var running = Task.Factory.StartNew(
            () => Do(work, cancellation),
            CancellationToken.None,
            TaskCreationOptions.LongRunning,
            TaskScheduler.Default
        );
        using var patience = new CancellationTokenSource();
        await using var registration = cancellation.Register(() => patience.CancelAfter(Grace)).ConfigureAwait(false);
        try
        {
            return await running.WaitAsync(patience.Token).ConfigureAwait(false);
        }
        catch (OperationCanceledException) when (cancellation.IsCancellationRequested)
        {
            terminal.WriteError("Stopped.");
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or ArgumentException)
        {
            // A file or a word of the command line; the library's message says which and what to do.
            terminal.WriteError(e.Message);
            return Cli.BadUsage;
        }
        catch (Exception e)
        {
            terminal.WriteError(e.Message);
        }
        return Cli.Failed;
    }

    /// <summary>Does work that needs a machine that is ready, as training does.</summary>
    /// <param name="terminal">Where errors go.</param>
    /// <param name="repository">The course, whose kit must have been built.</param>
    /// <param name="work">The work; it gives the exit code. What it throws is printed.</param>
    /// <param name="cancellation">Ctrl+C.</param>
    /// <returns>The exit code.</returns>
    public static Task<int> RunReadyAsync(Terminal terminal, Repository repository, Func<int> work, CancellationToken cancellation) =>
        RunAsync(
            terminal,
            repository,
            () =>
                Kit.Start().Healthy
                    ? work()
                    : throw new InvalidOperationException("This machine is not ready; see what doctor says."),
            cancellation
        );

    private static int Do(Func<int> work, CancellationToken cancellation)
    {
        Interrupt.Source = () => cancellation;
        // What is printed and written reads the same on every machine, whatever its language.
        CultureInfo.CurrentCulture = CultureInfo.CurrentUICulture = CultureInfo.InvariantCulture;
        return work();
    }

    /// <summary>
    /// In the process of a session the notebook has loaded the library already, and a second copy would be a second identity of every type.
    /// </summary>
    private static Assembly? Resolve(AssemblyLoadContext context, AssemblyName name)
    {
        if (
            Repository.Above(AppContext.BaseDirectory) is not { } own
            || Path.Combine(own.Kit, name.Name + ".dll") is var file && !File.Exists(file)
        )
            return null;
        return AppDomain.CurrentDomain.GetAssemblies().FirstOrDefault(a => a.GetName().Name == name.Name)
            ?? context.LoadFromAssemblyPath(file);
    }
}
