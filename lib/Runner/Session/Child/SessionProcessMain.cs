using System.Collections.Concurrent;
using System.Globalization;
using System.IO.Pipes;
using System.Runtime.InteropServices;

namespace GanStability.Runner.Session.Child;

/// <summary>The process of one session: takes requests from a private pipe and answers on another, so that its own
/// standard streams stay free for whatever native code prints.</summary>
internal static partial class SessionProcessMain
{
    private static CancellationTokenSource s_running = new();

    /// <summary>Runs until the front closes the pipe.</summary>
    /// <param name="args">The handles of the two pipes and the notebook's folder.</param>
    public static int Run(string[] args)
    {
        // Notebooks read the same on every machine, whatever its language.
        CultureInfo.CurrentCulture = CultureInfo.CurrentUICulture = CultureInfo.InvariantCulture;
        CultureInfo.DefaultThreadCurrentCulture = CultureInfo.DefaultThreadCurrentUICulture = CultureInfo.InvariantCulture;
        // Ctrl+C reaches every process of the terminal; the front decides what happens.
        Console.CancelKeyPress += (_, pressed) => pressed.Cancel = true;

        using var requests = new StreamReader(new AnonymousPipeClientStream(PipeDirection.In, args[0]));
        using var replies = new StreamWriter(new AnonymousPipeClientStream(PipeDirection.Out, args[1])) { AutoFlush = true };
        using Stream rawOut = Console.OpenStandardOutput(),
            rawError = Console.OpenStandardError();
        using var cells = new BlockingCollection<Request>();
        new Thread(() => Listen(requests, cells)) { IsBackground = true }.Start();

        using var session = new KernelSession(args[2]);
        // Cells run on this one thread: native thread pools and thread-local settings stay with it from cell to cell.
        foreach (var cell in cells.GetConsumingEnumerable())
        {
            s_running = new CancellationTokenSource();
            session
                .ExecuteAsync(cell.Label, cell.Code!, happened => replies.WriteLine(Wire.Write(new Reply(happened))), s_running.Token)
                .GetAwaiter()
                .GetResult();
            _ = FlushNative(0);
            foreach (var raw in new[] { rawOut, rawError })
                raw.Write([(byte)Wire.Mark]);
            replies.WriteLine(Wire.Write(new Reply(null)));
        }
        return 0;
    }

    private static void Listen(StreamReader requests, BlockingCollection<Request> cells)
    {
        while (requests.ReadLine() is { } line)
        {
            var request = Wire.Read<Request>(line);
            if (request.Code is null)
                s_running.Cancel();
            else
                cells.Add(request);
        }
        // The front is gone or has finished: a cell that still runs has nobody to answer to.
        Environment.Exit(0);
    }

    /// <summary>Text that native code printed may still lie in the buffers of the C library.</summary>
    [LibraryImport("libc.so.6", EntryPoint = "fflush")]
    private static partial int FlushNative(nint stream);
}
