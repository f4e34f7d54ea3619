using System.Diagnostics;
using System.Globalization;
using System.IO.Pipes;
using System.Runtime.InteropServices;
using System.Threading.Channels;

namespace GanStability.Runner.Session.Child;

/// <summary>
/// A session in a process of its own, so that a crash of native code or a cell that never ends takes down that process and
/// nothing else.
/// </summary>
internal sealed class SessionProcess : IAsyncDisposable
{
    /// <summary>The library's <c>TrainedRuns</c> reads it.</summary>
    private const string TrainedVariable = "GANSTABILITY_TRAINED";

    private static readonly Lock StartLock = new();

    private readonly Process process;
    private readonly StreamWriter toChild;
    private readonly AnonymousPipeServerStream fromChild;
    private readonly Channel<object> incoming = Channel.CreateUnbounded<object>();

    /// <summary>Starts the process.</summary>
    /// <param name="folder">The notebook's folder.</param>
    /// <param name="threads">
    /// Threads that libtorch may use; null for as many as there are processors. Where several sessions compute at once they must share the
    /// processors, or every operation waits for both threads (tests/Benchmarks/RESULTS.md, levers). </param>
    /// <param name="trained">Where finished runs lie that sessions share; null to train everything.</param>
    public SessionProcess(string folder, int? threads = null, string? trained = null)
    {
        // A pipe that is open for one child while another one starts would be held open by both.
        lock (StartLock)
        {
            var requests = new AnonymousPipeServerStream(PipeDirection.Out, HandleInheritability.Inheritable);
            fromChild = new AnonymousPipeServerStream(PipeDirection.In, HandleInheritability.Inheritable);
            toChild = new StreamWriter(requests) { AutoFlush = true };
            var start = new ProcessStartInfo(DotnetHost())
            {
                ArgumentList =
                {
                    "exec",
                    typeof(SessionProcess).Assembly.Location,
                    Wire.Verb,
                    requests.GetClientHandleAsString(),
                    fromChild.GetClientHandleAsString(),
                    folder,
                },
                WorkingDirectory = folder,
                RedirectStandardInput = true,
                RedirectStandardOutput = true,
                RedirectStandardError = true,
            };
            if (threads is { } count)
                start.Environment.TryAdd("OMP_NUM_THREADS", count.ToString(CultureInfo.InvariantCulture));
            // Also where the runner itself was started with one: what is not asked for is not shared.
            start.Environment.Remove(TrainedVariable);
            if (trained is not null)
                start.Environment[TrainedVariable] = trained;
            process = Process.Start(start)!;
            requests.DisposeLocalCopyOfClientHandle();
            fromChild.DisposeLocalCopyOfClientHandle();
        }
        process.StandardInput.Close();
        _ = ReadAllAsync();
    }

    /// <summary>How long a cell that was asked to stop may take before its process is ended.</summary>
    public TimeSpan Grace { get; init; } = TimeSpan.FromSeconds(5);

    /// <inheritdoc/>
    /// <exception cref="SessionEndedException">The process ended; the session is of no further use.</exception>
    public async Task ExecuteAsync(string label, string code, Action<SessionEvent> onEvent, CancellationToken cancellation)
    {
        Send(new Request(label, code));
        using var ended = new CancellationTokenSource();
        using var registration = cancellation.Register(() => _ = StopAsync(ended.Token));
        // The end is announced on the pipe and on both raw streams; text that native code printed before it has then arrived.
        var ends = 0;
        await foreach (var message in incoming.Reader.ReadAllAsync(CancellationToken.None).ConfigureAwait(false))
        {
            if (message is SessionEvent happened)
                onEvent(happened);
            else if (++ends == 3)
            {
                await ended.CancelAsync().ConfigureAwait(false);
                return;
            }
        }
        await process.WaitForExitAsync(CancellationToken.None).ConfigureAwait(false);
        throw new SessionEndedException(process.ExitCode);
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        try
        {
            await toChild.DisposeAsync().ConfigureAwait(false);
        }
        catch (IOException)
        {
            // The process is already gone.
        }
        using var patience = new CancellationTokenSource(TimeSpan.FromSeconds(2));
        await process.WaitForExitAsync(patience.Token).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        Kill();
        await fromChild.DisposeAsync().ConfigureAwait(false);
        process.Dispose();
    }

    private void Send(Request request)
    {
        try
        {
            toChild.WriteLine(Wire.Write(request));
        }
        catch (IOException)
        {
            // The process has ended: the end of its replies says so, with the exit code.
        }
    }

    private async Task StopAsync(CancellationToken ended)
    {
        Send(new Request("", null));
        await Task.Delay(Grace, ended).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        if (!ended.IsCancellationRequested)
            Kill();
    }

    private void Kill()
    {
        try
        {
            process.Kill(entireProcessTree: true);
        }
        catch (InvalidOperationException)
        {
            // It has ended by itself.
        }
    }

    private async Task ReadAllAsync()
    {
        Task[] readers =
        [
            Task.Factory.StartNew(ReadReplies, TaskCreationOptions.LongRunning),
            Task.Factory.StartNew(() => ReadRaw("stdout", process.StandardOutput), TaskCreationOptions.LongRunning),
            Task.Factory.StartNew(() => ReadRaw("stderr", process.StandardError), TaskCreationOptions.LongRunning),
        ];
        await process.WaitForExitAsync().ConfigureAwait(false);
        // A process that a cell started may hold the streams open for ever.
        await Task.WhenAny(Task.WhenAll(readers), Task.Delay(1000)).ConfigureAwait(false);
        incoming.Writer.TryComplete();
    }

    private void ReadReplies()
    {
        using var reader = new StreamReader(fromChild);
        while (reader.ReadLine() is { } line)
            incoming.Writer.TryWrite((object?)Wire.Read<Reply>(line).Event ?? Wire.Mark);
    }

    private void ReadRaw(string name, StreamReader reader)
    {
        var buffer = new char[4096];
        for (int count; (count = reader.Read(buffer)) > 0; )
        {
            var parts = new string(buffer, 0, count).Split(Wire.Mark);
            for (var i = 0; i < parts.Length; i++)
            {
                if (i > 0)
                    incoming.Writer.TryWrite(Wire.Mark);
                if (parts[i].Length > 0)
                    incoming.Writer.TryWrite(new Printed(name, parts[i]));
            }
        }
    }

    /// <summary>The <c>dotnet</c> that runs this program, also where none is on the path.</summary>
    private static string DotnetHost()
    {
        var host = Path.GetFullPath("../../../dotnet", RuntimeEnvironment.GetRuntimeDirectory());
        return File.Exists(host) ? host : "dotnet";
    }
}
