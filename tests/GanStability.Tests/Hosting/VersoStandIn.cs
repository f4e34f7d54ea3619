// The interface of Verso, whose packages cannot be referenced here: the same names and shapes as far as the kit looks at them.
using System.Reflection;

namespace Verso.Abstractions;

public static class DisplayExtensions
{
    public static List<string> Shown { get; } = [];

    public static void Display(this object value, string? mimeType = null) =>
        Shown.Add((string)value.GetType().GetMethod("ToHtml", BindingFlags.Public | BindingFlags.Instance)!.Invoke(value, [])!);
}

public static class GenericDisplayExtensions
{
    public static void Display<T>(this T value) => DisplayExtensions.Display(value!);
}
