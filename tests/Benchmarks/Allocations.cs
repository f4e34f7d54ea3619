using System.Collections.Concurrent;
using System.Diagnostics.Tracing;
using System.Globalization;

namespace GanStability.Benchmarks;

/// <summary>Counts what is allocated, by type: the runtime reports one object for about every 100 KB.</summary>
internal sealed class Allocations : EventListener
{
    private const EventKeywords Allocation = (EventKeywords)1;
    private readonly ConcurrentDictionary<string, int> seen = new();

    /// <summary>The most frequent kinds, with their shares; what the reports themselves allocate is left out.</summary>
    public string Describe()
    {
        var kinds = seen.Where(s => !s.Key.StartsWith("System.Diagnostics.Tracing", StringComparison.Ordinal) && s.Key != "MoreEventInfo")
            .GroupBy(s => Kind(s.Key), (kind, types) => (Kind: kind, Count: types.Sum(t => t.Value)))
            .OrderByDescending(k => k.Count)
            .ToList();
        var all = (double)kinds.Sum(k => k.Count);
        return string.Join(
            ", ",
            kinds.Take(5).Select(k => string.Create(CultureInfo.InvariantCulture, $"{100 * k.Count / all:0} % {k.Kind}"))
        );
    }

    private static string Kind(string type) =>
        type switch
        {
            "Tensor" => "tensor handles",
            _ when type.Contains("IDisposable", StringComparison.Ordinal) || type is "System.Int32[]" => "sets of dispose scopes",
            _ => type,
        };

    protected override void OnEventSourceCreated(EventSource eventSource)
    {
        if (eventSource.Name == "Microsoft-Windows-DotNETRuntime")
            EnableEvents(eventSource, EventLevel.Verbose, Allocation);
    }

    protected override void OnEventWritten(EventWrittenEventArgs eventData)
    {
        if (eventData.EventName?.StartsWith("GCAllocationTick", StringComparison.Ordinal) == true && eventData.Payload?[5] is string type)
            seen.AddOrUpdate(type, 1, (_, count) => count + 1);
    }
}
