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

    /// <summary>The host this process runs in; tests put one of their own here.</summary>
    internal static Func<Host> Detect { get; set; } = Find;

    private static Host Find()
    {
        if (KernelHost.IsHere)
            return new KernelHost();
        if (Type.GetType("Verso.Abstractions.DisplayExtensions, Verso.Abstractions") is { } verso)
            return new VersoHost(verso);
        return new ConsoleHost();
    }
}

/// <summary>
/// Verso: shows a value through its own <c>Display</c> extension and cannot replace it, so only final pictures are shown.
/// </summary>
internal sealed class VersoHost(Type extensions) : Host
{
    private readonly MethodInfo? display = extensions
        .GetMethods()
        .FirstOrDefault(m => m.Name == "Display" && m.GetParameters().Length >= 1);

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
