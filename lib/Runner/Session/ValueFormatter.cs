using System.Globalization;
using Microsoft.CodeAnalysis.CSharp.Scripting.Hosting;

namespace GanStability.Runner.Session;

/// <summary>
/// Shows a value the way a .NET Interactive kernel would: a type that carries an attribute named
/// <c>TypeFormatterSourceAttribute</c> brings its own formatters (found by name, without any shared type), everything else is text.
/// </summary>
internal static class ValueFormatter
{
    private const string AttributeName = "TypeFormatterSourceAttribute";

    /// <summary>Mime type → content.</summary>
    public static IReadOnlyDictionary<string, string> Format(object? value)
    {
        if (value is not null && FormattersOf(value.GetType()) is { } formatters)
        {
            var content = new Dictionary<string, string>(StringComparer.Ordinal);
            foreach (var formatter in formatters.Where(f => f.Type.IsInstanceOfType(value)))
            {
                using var writer = new StringWriter(CultureInfo.InvariantCulture) { NewLine = "\n" };
                if (formatter.Format(value, writer)) content.TryAdd(formatter.MimeType, writer.ToString());
            }
            if (content.Count > 0) return content;
        }
        return new Dictionary<string, string> { ["text/plain"] = Text(value) };
    }

    private static string Text(object? value) => value switch
    {
        null => "<null>",
        string text => text,
        IFormattable number => number.ToString(null, CultureInfo.InvariantCulture),
        // Records and others that say themselves what they are; the object formatter would put brackets round it.
        _ when value.GetType().GetMethod("ToString", [])?.DeclaringType is { } teller && teller != typeof(object) && teller != typeof(ValueType) && value is not bool =>
            value.ToString() ?? "",
        _ => CSharpObjectFormatter.Instance.FormatObject(value),
    };

    private static IEnumerable<Formatter>? FormattersOf(Type type)
    {
        for (var current = type; current is not null; current = current.BaseType)
        {
            var attribute = current.GetCustomAttributes(inherit: false).FirstOrDefault(a => a.GetType().Name == AttributeName);
            if (attribute is null || Property(attribute, "FormatterSourceType") is not Type sourceType) continue;
            var source = Activator.CreateInstance(sourceType)!;
            if (sourceType.GetMethod("CreateTypeFormatters")?.Invoke(source, null) is System.Collections.IEnumerable made)
                return made.Cast<object>().Select(Formatter.From).OfType<Formatter>();
        }
        return null;
    }

    private static object? Property(object instance, string name) => instance.GetType().GetProperty(name)?.GetValue(instance);

    private sealed record Formatter(string MimeType, Type Type, Func<object, TextWriter, bool> Format)
    {
        public static Formatter? From(object made)
        {
            var method = made.GetType().GetMethod("Format", [typeof(object), typeof(TextWriter)]);
            return Property(made, "MimeType") is string mimeType && Property(made, "Type") is Type type && method is not null
                ? new Formatter(mimeType, type, (value, writer) => method.Invoke(made, [value, writer]) is not false)
                : null;
        }
    }
}
