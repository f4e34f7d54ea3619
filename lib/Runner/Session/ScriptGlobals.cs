namespace GanStability.Runner.Session;

/// <summary>What every cell can call without a <c>using</c>.</summary>
public static class ScriptGlobals
{
    internal static CellHost? Host { get; set; }

    /// <summary>Shows a value in mid-cell.</summary>
    /// <returns>A handle that replaces what is shown, also from a later cell.</returns>
#pragma warning disable IDE1006, CA1707 // the name that notebooks use
    public static DisplayedValue display(object? value)
#pragma warning restore IDE1006, CA1707
    {
        var shown = new DisplayedValue(Guid.NewGuid().ToString("N"));
        shown.Show(value, isUpdate: false);
        return shown;
    }
}

/// <summary>The place where a value is shown.</summary>
public sealed class DisplayedValue
{
    private readonly string _id;

    internal DisplayedValue(string id) => _id = id;

    /// <summary>Shows another value in the same place.</summary>
    public void Update(object? value) => Show(value, isUpdate: true);

    internal void Show(object? value, bool isUpdate) => ScriptGlobals.Host?.Display(_id, ValueFormatter.Format(value), isUpdate);
}
