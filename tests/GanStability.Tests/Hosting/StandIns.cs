// Stand-ins for the interfaces of two hosts whose packages cannot be referenced here: the same names and shapes as far as the kit looks at them (platform.md,
// ".NET Interactive, as run" and "Verso, as run").
using System.Reflection;

namespace Microsoft.DotNet.Interactive
{
    public sealed class KernelInvocationContext : IDisposable
    {
        private readonly CancellationTokenSource cancellation = new();

        public static KernelInvocationContext? Current { get; set; }

        public CancellationToken CancellationToken => cancellation.Token;

        public List<DisplayedValue> Displayed { get; } = [];

        /// <summary>Called with everything that goes to the notebook.</summary>
        public Action<string> OnShown { get; set; } = _ => { };

        public void Cancel() => cancellation.Cancel();

        public void Dispose() => cancellation.Dispose();
    }

    public static class KernelInvocationContextExtensions
    {
        public static DisplayedValue Display(this KernelInvocationContext context, object value, params string[] mimeTypes)
        {
            var displayed = new DisplayedValue(context, mimeTypes);
            context.Displayed.Add(displayed);
            displayed.Update(value);
            return displayed;
        }

        // As in the kernel: a second method of the same name that must not be taken.
        public static DisplayedValue Display(this KernelInvocationContext context, string value, string mimeType) => throw new InvalidOperationException("another overload");
    }

    /// <summary>As older kernels have it: one mime type as a string.</summary>
    public static class OlderKernelInvocationContextExtensions
    {
        public static DisplayedValue Display(this KernelInvocationContext context, object value, string mimeType) => context.Display(value, [mimeType]);
    }

    public sealed class DisplayedValue(KernelInvocationContext context, string[] mimeTypes)
    {
        public List<string> States { get; } = [];

        public void Update(object updatedValue)
        {
            States.Add(Format(updatedValue, mimeTypes.Single()));
            context.OnShown(States[^1]);
        }

        /// <summary>Formats as the kernel does: through an attribute that is known by its name alone.</summary>
        private static string Format(object value, string mimeType)
        {
            dynamic attribute = value.GetType().GetCustomAttributes().Single(a => a.GetType().Name == "TypeFormatterSourceAttribute");
            var source = Activator.CreateInstance((Type)attribute.FormatterSourceType)!;
            var formatters = (IEnumerable<object>)source.GetType().GetMethod("CreateTypeFormatters")!.Invoke(source, [])!;
            dynamic formatter = formatters.Single(f => Property<string>(f, "MimeType") == mimeType && Property<Type>(f, "Type") == value.GetType());
            using var writer = new StringWriter();
            formatter.Format(value, writer);
            return writer.ToString();
        }

        private static T Property<T>(object of, string name) => (T)of.GetType().GetProperty(name)!.GetValue(of)!;
    }
}

namespace Verso.Abstractions
{
    public static class DisplayExtensions
    {
        public static List<string> Shown { get; } = [];

        public static void Display(this object value, string? mimeType = null) => Shown.Add((string)value.GetType().GetMethod("ToHtml", BindingFlags.Public | BindingFlags.Instance)!.Invoke(value, [])!);
    }

    public static class GenericDisplayExtensions
    {
        public static void Display<T>(this T value) => DisplayExtensions.Display(value!);
    }
}
