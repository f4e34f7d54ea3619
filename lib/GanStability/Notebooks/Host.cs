using System.Reflection;

namespace GanStability;

/// <summary>Where the library is running, and how to show something there in the middle of a cell.</summary>
internal abstract class Host
{
    /// <summary>The host as a word or two, for the device report.</summary>
    public abstract string Name { get; }

    /// <summary>Whether something shown can be replaced in place while the cell runs.</summary>
    public virtual bool UpdatesInPlace => true;

    /// <summary>Cancelled when the reader interrupts the running cell. Ask at the start of a cell.</summary>
    public virtual CancellationToken Cancellation => CancellationToken.None;

    /// <summary>Shows a value; the returned action replaces it in place.</summary>
    public abstract Action<IShown> Show(IShown value);

    /// <summary>Finds a type of a host by its name and assembly; tests put stand-ins here.</summary>
    internal static Func<string, Type?> TypeByName { get; set; } = Type.GetType;

    /// <summary>The host this process runs in.</summary>
    public static Host Detect()
    {
        if (AppDomain.CurrentDomain.GetData(RunnerHost.DisplayKey) is Action<string, IReadOnlyDictionary<string, string>, bool> display) return new RunnerHost(display);
        if (KernelHost.TryCreate() is { } kernel) return kernel;
        if (TypeByName("Verso.Abstractions.DisplayExtensions, Verso.Abstractions") is { } verso) return new VersoHost(verso);
        return new ConsoleHost();
    }
}

/// <summary>
/// The kit's own runner. It hands over plain delegates, so the library and the runner need not share a single type.
/// </summary>
internal sealed class RunnerHost(Action<string, IReadOnlyDictionary<string, string>, bool> display) : Host
{
    public const string DisplayKey = "GanStability.Host.Display";
    private const string CancellationKey = "GanStability.Host.Cancellation";

    public override string Name => "GanStability runner";

    /// <summary>Nobody looks on while the runner works: pictures that would be replaced cost up to a tenth of the time and are left out.</summary>
    public override bool UpdatesInPlace => false;

    public override CancellationToken Cancellation =>
        AppDomain.CurrentDomain.GetData(CancellationKey) is Func<CancellationToken> current ? current() : CancellationToken.None;

    public override Action<IShown> Show(IShown value)
    {
        var id = Guid.NewGuid().ToString();
        display(id, Bundle(value), false);
        return next => display(id, Bundle(next), true);
    }

    private static Dictionary<string, string> Bundle(IShown value) => new() { ["text/html"] = value.ToHtml(), ["text/plain"] = value.ToText() };
}

/// <summary>
/// A .NET Interactive kernel (VS Code, Jupyter), reached by name: its packages are never shipped with the kit. The handle of the kernel's own
/// <c>Display</c> is used because <c>display(x).Update(y)</c> in a cell addresses another output.
/// </summary>
internal sealed class KernelHost : Host
{
    private readonly PropertyInfo current;
    private readonly MethodInfo display;

    private KernelHost(PropertyInfo current, MethodInfo display) => (this.current, this.display) = (current, display);

    public override string Name => ".NET Interactive";

    public override CancellationToken Cancellation => current.GetValue(null) is { } context
        && context.GetType().GetProperty("CancellationToken")?.GetValue(context) is CancellationToken token ? token : CancellationToken.None;

    public static KernelHost? TryCreate()
    {
        var context = TypeByName("Microsoft.DotNet.Interactive.KernelInvocationContext, Microsoft.DotNet.Interactive");
        var extensions = TypeByName("Microsoft.DotNet.Interactive.KernelInvocationContextExtensions, Microsoft.DotNet.Interactive");
        var current = context?.GetProperty("Current", BindingFlags.Public | BindingFlags.Static);
        var display = extensions?.GetMethods().FirstOrDefault(m => m.Name == "Display" && m.GetParameters() is { Length: 3 } p && p[1].ParameterType == typeof(object));
        return current is null || display is null ? null : new KernelHost(current, display);
    }

    public override Action<IShown> Show(IShown value)
    {
        if (current.GetValue(null) is not { } context) return _ => { };
        // The last parameter has been a string and an array of strings in different versions.
        object? mimeTypes = display.GetParameters()[2].ParameterType.IsArray ? new[] { "text/html" } : "text/html";
        var handle = display.Invoke(null, [context, value, mimeTypes]);
        var update = handle?.GetType().GetMethod("Update", [typeof(object)]);
        return next => update?.Invoke(handle, [next]);
    }
}

/// <summary>Verso: shows a value through its own <c>Display</c> extension and cannot replace it, so only final pictures are shown.</summary>
internal sealed class VersoHost(Type extensions) : Host
{
    private readonly MethodInfo? display = extensions.GetMethods().FirstOrDefault(m => m.Name == "Display" && m.GetParameters().Length >= 1);

    public override string Name => "Verso";

    public override bool UpdatesInPlace => false;

    public override Action<IShown> Show(IShown value)
    {
        if (display is not null)
        {
            var method = display.IsGenericMethodDefinition ? display.MakeGenericMethod(value.GetType()) : display;
            method.Invoke(null, [value, .. method.GetParameters().Skip(1).Select(p => p.HasDefaultValue ? p.DefaultValue : null)]);
        }
        return _ => { };
    }
}

/// <summary>No notebook: text on the console, and no live pictures.</summary>
internal sealed class ConsoleHost : Host
{
    public override string Name => "console";

    public override bool UpdatesInPlace => false;

    public override Action<IShown> Show(IShown value)
    {
        Console.WriteLine(value.ToText());
        return _ => { };
    }
}
