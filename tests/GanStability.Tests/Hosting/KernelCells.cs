using System.Runtime.ExceptionServices;
using Microsoft.DotNet.Interactive;
using Microsoft.DotNet.Interactive.Commands;
using Microsoft.DotNet.Interactive.Events;

namespace GanStability.Tests.Hosting;

/// <summary>
/// A .NET Interactive kernel whose cells are methods of a test instead of code, so that nothing has to be compiled; commands, contexts,
/// formatters and events are the kernel's own.
/// </summary>
internal sealed class KernelCells : IDisposable
{
    private readonly TestKernel kernel = new();
    private readonly Lock collecting = new();

    /// <param name="watched">An editor shows what happens, as in VS Code and Jupyter; otherwise nobody looks on, as in the runner.</param>
    public KernelCells(bool watched = true)
    {
        if (watched)
            kernel.FrontendEnvironment = new Editor();
        kernel.RegisterCommandHandler<Cell>(
            (cell, _) =>
            {
                cell.Body();
                return Task.CompletedTask;
            }
        );
        kernel.RegisterCommandHandler<AddPackage>(
            (package, _) =>
            {
                Loaded.Add(package.PackageName);
                return Task.CompletedTask;
            }
        );
        kernel.KernelEvents.Subscribe(
            new Observer(happened =>
            {
                if (happened is not DisplayEvent shown)
                    return;
                lock (collecting)
                    Shown.Add(shown);
                OnShown(shown);
            })
        );
    }

    /// <summary>Everything that cells showed, in order.</summary>
    public List<DisplayEvent> Shown { get; } = [];

    /// <summary>What was shown as HTML, first state and updates.</summary>
    public IReadOnlyList<string> Html => [.. Shown.Select(s => s.FormattedValues.Single(v => v.MimeType == "text/html").Value)];

    /// <summary>Called with everything that is shown.</summary>
    public Action<DisplayEvent> OnShown { get; set; } = _ => { };

    /// <summary>Packages that the kernel went on to load.</summary>
    public List<string> Loaded { get; } = [];

    /// <summary>Runs a cell to its end.</summary>
    public void Run(Action body)
    {
        if (Send(new Cell(body)) is not CommandFailed { Exception: { } exception })
            return;
        ExceptionDispatchInfo.Throw(exception);
    }

    /// <summary>What a line such as <c>#r "nuget: Name"</c> becomes.</summary>
    /// <returns>Why it failed, or null.</returns>
    public string? Add(string package) => (Send(new AddPackage(package)) as CommandFailed)?.Message;

    /// <summary>What an editor's stop button sends.</summary>
    public void Cancel() => _ = Task.Run(() => kernel.SendAsync(new Cancel()));

    public void Dispose() => kernel.Dispose();

    private KernelEvent Send(KernelCommand command) => kernel.SendAsync(command).GetAwaiter().GetResult().Events[^1];

    private sealed class TestKernel() : Kernel("test");

    private sealed class Editor : FrontendEnvironment;

    private sealed class Cell(Action body) : KernelCommand
    {
        public Action Body => body;
    }

    private sealed class Observer(Action<KernelEvent> onNext) : IObserver<KernelEvent>
    {
        public void OnNext(KernelEvent value) => onNext(value);

        public void OnCompleted() { }

        public void OnError(Exception error) => ExceptionDispatchInfo.Throw(error);
    }
}
