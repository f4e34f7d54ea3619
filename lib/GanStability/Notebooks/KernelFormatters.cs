using System.Reflection;

namespace GanStability;

/// <summary>
/// Tells a .NET Interactive kernel how to show a type. The kernel finds the attribute by its name and members, so the
/// library needs no reference to any package of the kernel.
/// </summary>
/// <param name="formatterSourceType">A type with a parameterless constructor and a method <c>CreateTypeFormatters()</c>.</param>
[AttributeUsage(AttributeTargets.Class | AttributeTargets.Struct | AttributeTargets.Interface)]
public sealed class TypeFormatterSourceAttribute(Type formatterSourceType) : Attribute
{
    /// <summary>The type that makes the formatters.</summary>
    public Type FormatterSourceType { get; } = formatterSourceType;

    /// <summary>The mime types to show, best first.</summary>
    public string[] PreferredMimeTypes { get; init; } = ["text/html", "text/plain"];
}

/// <summary>Makes the formatters of every <see cref="IShown"/> type: HTML and plain text.</summary>
public sealed class ShownFormatterSource
{
    /// <summary>Called by the kernel, by name.</summary>
    /// <returns>One formatter per mime type and shown type of this library.</returns>
#pragma warning disable CA1822 // the kernel calls it on an instance
    public IEnumerable<object> CreateTypeFormatters()
#pragma warning restore CA1822
    {
        foreach (var type in typeof(IShown).Assembly.GetTypes())
        {
            if (type.IsAbstract || type.GetCustomAttribute<TypeFormatterSourceAttribute>() is null) continue;
            yield return new ShownFormatter("text/html", type, shown => shown.ToHtml());
            yield return new ShownFormatter("text/plain", type, shown => shown.ToText());
        }
    }
}

/// <summary>Formats one type for one mime type, in the shape that the kernel looks for by name.</summary>
public sealed class ShownFormatter(string mimeType, Type type, Func<IShown, string> format)
{
    /// <summary>The mime type written.</summary>
    public string MimeType { get; } = mimeType;

    /// <summary>The type shown.</summary>
    public Type Type { get; } = type;

    /// <summary>Writes <paramref name="instance"/>.</summary>
    /// <param name="instance">The value to show.</param>
    /// <param name="writer">Where to write.</param>
    /// <returns>True when it was written.</returns>
    public bool Format(object instance, TextWriter writer)
    {
        ArgumentNullException.ThrowIfNull(writer);
        if (instance is not IShown shown) return false;
        writer.Write(format(shown));
        return true;
    }
}
