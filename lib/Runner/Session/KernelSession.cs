using Microsoft.DotNet.Interactive;
using Microsoft.DotNet.Interactive.Commands;
using Microsoft.DotNet.Interactive.CSharp;

namespace GanStability.Runner.Session;

/// <summary>
/// A session in this process: the .NET Interactive kernel that Visual Studio Code and Jupyter run, with nobody looking on. Its console and
/// its folder are those of the process, therefore one session per process.
/// </summary>
internal sealed class KernelSession : IDisposable
{
    private readonly CSharpKernel csharp = new();
    private readonly CompositeKernel kernel;
    private readonly CellNames names;

    /// <summary>
    /// The cell's code is still running; after a cancellation the kernel answers at once, and the code ends when it likes.
    /// </summary>
    private Task running = Task.CompletedTask;

    /// <summary>Starts a session.</summary>
    /// <param name="folder">The notebook's folder: relative <c>#r</c> and relative files start here.</param>
    public KernelSession(string folder)
    {
        Directory.SetCurrentDirectory(folder);
        csharp.UseKernelHelpers().UseValueSharing();
        names = new CellNames(csharp);
        csharp.AddMiddleware(
            async (command, context, next) =>
            {
                var ended = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
                running = ended.Task;
                try
                {
                    await next(command, context).ConfigureAwait(false);
                }
                finally
                {
                    ended.SetResult();
                }
            }
        );
        kernel = [csharp];
    }

    /// <summary>Executes a cell and returns when its code has ended, with an error or without (see <see cref="Failed"/>).</summary>
    /// <param name="label">The cell's name in error messages, such as <c>cell 7</c>.</param>
    /// <param name="code">C# script code; the last expression without a semicolon is its value.</param>
    /// <param name="onEvent">Called in order, never at the same time by two threads. It must not write to the console, which the kernel
    /// listens to.</param>
    /// <param name="cancellation">Asks the cell to stop; a cell that looks at the kernel's token returns early.</param>
    public async Task ExecuteAsync(string label, string code, Action<SessionEvent> onEvent, CancellationToken cancellation)
    {
        if (CellError.FromDirective(code) is { } refused)
        {
            onEvent(refused);
            return;
        }
        names.Next(label);
        var events = new KernelEvents(label, code, onEvent, cancellation);
        using var subscription = kernel.KernelEvents.Subscribe(events);
        await using var registration = cancellation.Register(() => _ = kernel.SendAsync(new Cancel(), CancellationToken.None));
        await kernel.SendAsync(new SubmitCode(code), CancellationToken.None).ConfigureAwait(false);
        await running.ConfigureAwait(false);
    }

    /// <inheritdoc/>
    public void Dispose() => kernel.Dispose();
}
