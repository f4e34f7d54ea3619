using System.Collections;
using System.Globalization;
using System.Reflection;
using DynamicObj;
using Newtonsoft.Json;
using Plotly.NET;

namespace GanStability;

/// <summary>Writes a chart as JSON that is short: five significant digits, no ".0", null for what is not a number.</summary>
internal static class PlotlyJson
{
    private static readonly JsonSerializerSettings settings = new()
    {
        Culture = CultureInfo.InvariantCulture,
        Converters = { new Numbers() },
        // Newtonsoft asks of each part whether it is one of those around it, and Plotly.NET answers by comparing all that they hold:
        // two seconds for a slider of forty positions.
        EqualityComparer = ReferenceEqualityComparer.Instance,
    };

    /// <summary>The chart: data, layout and config.</summary>
    public static string Of(GenericChart chart) => Of(GenericChart.toChartDTO(chart));

    /// <summary>Any part of a chart.</summary>
    public static string Of(object value) => JsonConvert.SerializeObject(value, Formatting.None, settings);

    private sealed class Numbers : JsonConverter
    {
        public override bool CanRead => false;

        public override bool CanConvert(Type objectType) => objectType == typeof(double) || objectType == typeof(float);

        public override void WriteJson(JsonWriter writer, object? value, JsonSerializer serializer)
        {
            var number = Convert.ToDouble(value, CultureInfo.InvariantCulture);
            if (!double.IsFinite(number))
                writer.WriteNull();
            // Steps and counts are exact however long they are.
            else
                writer.WriteRawValue(
                    number.ToString(number == Math.Round(number) && Math.Abs(number) < 1e15 ? "0" : "G5", CultureInfo.InvariantCulture)
                );
        }

        public override object ReadJson(JsonReader reader, Type objectType, object? existingValue, JsonSerializer serializer) =>
            throw new NotSupportedException();
    }
}

/// <summary>A part of a Plotly figure under construction: names and values, as in Plotly's reference.</summary>
internal sealed class Node : IEnumerable<KeyValuePair<string, object>>
{
    private readonly List<KeyValuePair<string, object>> entries = [];

    /// <summary>An empty part.</summary>
    public Node() { }

    /// <summary>A copy, to be added to.</summary>
    public Node(Node other) => entries.AddRange(other.entries);

    /// <summary>The value of an entry; null when there is none.</summary>
    public object? this[string key] => entries.Find(e => e.Key == key).Value;

    /// <summary>Adds an entry; null leaves it out.</summary>
    public void Add(string key, object? value)
    {
        if (value is not null)
            entries.Add(new(key, value));
    }

    /// <summary>Copies the entries into an object of Plotly.NET.</summary>
    public T Into<T>(T target)
        where T : DynamicObj.DynamicObj
    {
        foreach (var (key, value) in entries)
            target.SetProperty(key, Converted(value));
        return target;
    }

    /// <inheritdoc/>
    public IEnumerator<KeyValuePair<string, object>> GetEnumerator() => entries.GetEnumerator();

    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();

    private static object Converted(object value) =>
        value switch
        {
            Node node => node.Into(new DynamicObj.DynamicObj()),
            IEnumerable<Node> nodes => nodes.Select(n => n.Into(new DynamicObj.DynamicObj())).ToArray(),
            object[] values => values.Select(Converted).ToArray(),
            _ => value,
        };
}

/// <summary>
/// The drawing script of interactive figures: plotly.js, as it ships inside Plotly.NET, and behind it the player that takes the place of
/// its slider, and the colours of dark pages. Nothing is fetched from a network, and what notebooks have stored is drawn with it, too.
/// </summary>
internal static class PlotlyScript
{
    /// <summary>The name under which pages look for the script.</summary>
    public const string FileName = "plotly.min.js";

    /// <summary>Writes the script (3.6 MB), unless the file already holds it.</summary>
    /// <param name="path">The file; its folder must exist.</param>
    /// <exception cref="IOException">The file cannot be written.</exception>
    public static void Save(string path)
    {
        ArgumentException.ThrowIfNullOrEmpty(path);
        var script = Read();
        if (File.Exists(path) && new FileInfo(path).Length == script.Length && File.ReadAllBytes(path).AsSpan().SequenceEqual(script))
            return;
        // Written beside and renamed over: a page that is loading never sees half a script.
        var beside = $"{path}.{Environment.ProcessId}.tmp";
        try
        {
            File.WriteAllBytes(beside, script);
            File.Move(beside, path, overwrite: true);
        }
        catch
        {
            File.Delete(beside); // a full disk is not to be fuller
            throw;
        }
    }

    private static byte[] Read()
    {
        var assembly = typeof(GenericChart).Assembly;
        var name = assembly.GetManifestResourceNames().Single(n => n.EndsWith(".min.js", StringComparison.Ordinal));
        using var script = new MemoryStream();
        Copy(assembly, name);
        script.WriteByte((byte)'\n');
        Copy(typeof(PlotlyScript).Assembly, "Figures.player.js");
        script.WriteByte((byte)'\n');
        Copy(typeof(PlotlyScript).Assembly, "Figures.theme.js");
        return script.ToArray();

        void Copy(Assembly from, string resource)
        {
            using var stream = from.GetManifestResourceStream(resource)!;
            stream.CopyTo(script);
        }
    }
}
