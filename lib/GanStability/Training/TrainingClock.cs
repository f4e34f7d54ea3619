using System.Diagnostics;
using System.Runtime.InteropServices;

namespace GanStability.Engine;

/// <summary>
/// How long a training took, measuring and drawing left out: by the clock on the wall, and by the processor time of the thread that
/// trained. What else runs on the machine makes the first longer and leaves the second as it is, so methods are compared by the second.
/// </summary>
internal sealed partial class TrainingClock
{
    private readonly Stopwatch wall = new();
    private TimeSpan wallBefore;
    private TimeSpan processor;
    private TimeSpan? startedAt;

    /// <summary>Time on the wall.</summary>
    public TimeSpan Elapsed => wallBefore + wall.Elapsed;

    /// <summary>Processor time of the training thread up to the last stop; null where the system does not tell.</summary>
    public TimeSpan? ProcessorTime { get; private set; }

    public void Start()
    {
        wall.Start();
        startedAt = OfThisThread();
    }

    /// <summary>Stops, on the thread that started.</summary>
    public void Stop()
    {
        if (!wall.IsRunning)
            return;
        wall.Stop();
        if (startedAt is { } start && OfThisThread() is { } now)
            ProcessorTime = processor += now - start;
    }

    /// <summary>Writes or reads both times.</summary>
    public void SaveOrRestore(RunState state)
    {
        var (elapsed, used) = (state.Value(Elapsed.Ticks), state.Value(ProcessorTime?.Ticks));
        if (!state.Restoring)
            return;
        wallBefore = TimeSpan.FromTicks(elapsed);
        processor = TimeSpan.FromTicks(used ?? 0);
        ProcessorTime = used is null ? null : processor;
    }

    private static TimeSpan? OfThisThread()
    {
        if (OperatingSystem.IsWindows())
            return GetThreadTimes(GetCurrentThread(), out _, out _, out var kernel, out var user)
                ? TimeSpan.FromTicks(kernel + user)
                : null;
        // CLOCK_THREAD_CPUTIME_ID
        var clock = OperatingSystem.IsMacOS() ? 16 : 3;
        return OperatingSystem.IsLinux() || OperatingSystem.IsMacOS()
            ? ReadClock(clock, out var time) == 0
                ? TimeSpan.FromSeconds(time.Seconds) + TimeSpan.FromTicks(time.Nanoseconds / 100)
                : null
            : null;
    }

    [LibraryImport("libc", EntryPoint = "clock_gettime")]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static partial int ReadClock(int clock, out TimeOfClock time);

    [LibraryImport("kernel32")]
    [DefaultDllImportSearchPaths(DllImportSearchPath.System32)]
    private static partial nint GetCurrentThread();

    [LibraryImport("kernel32")]
    [DefaultDllImportSearchPaths(DllImportSearchPath.System32)]
    [return: MarshalAs(UnmanagedType.Bool)]
    private static partial bool GetThreadTimes(nint thread, out long created, out long ended, out long kernel, out long user);

    private readonly record struct TimeOfClock(nint Seconds, nint Nanoseconds);
}
