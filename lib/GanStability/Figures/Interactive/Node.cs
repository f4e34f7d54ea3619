using System.Collections;
using DynamicObj;

namespace GanStability.Figures.Interactive;

/// <summary>A part of a Plotly figure under construction: names and values, as in Plotly's reference.</summary>
internal sealed class Node : IEnumerable<KeyValuePair<string, object>>
{
    private readonly List<KeyValuePair<string, object>> entries = [];

    /// <summary>An empty part.</summary>
    public Node()
    {
    }

    /// <summary>A copy, to be added to.</summary>
    public Node(Node other) => entries.AddRange(other.entries);

    /// <summary>The value of an entry; null when there is none.</summary>
    public object? this[string key] => entries.Find(e => e.Key == key).Value;

    /// <summary>Adds an entry; null leaves it out.</summary>
    public void Add(string key, object? value)
    {
        if (value is not null) entries.Add(new(key, value));
    }

    /// <summary>Copies the entries into an object of Plotly.NET.</summary>
    public T Into<T>(T target)
        where T : DynamicObj.DynamicObj
    {
        foreach (var (key, value) in entries) target.SetProperty(key, Converted(value));
        return target;
    }

    /// <inheritdoc/>
    public IEnumerator<KeyValuePair<string, object>> GetEnumerator() => entries.GetEnumerator();

    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();

    private static object Converted(object value) => value switch
    {
        Node node => node.Into(new DynamicObj.DynamicObj()),
        IEnumerable<Node> nodes => nodes.Select(n => n.Into(new DynamicObj.DynamicObj())).ToArray(),
        object[] values => values.Select(Converted).ToArray(),
        _ => value,
    };
}
