namespace GanStability.Figures;

/// <summary>
/// Something that knows how to be seen: figures, tables, reports and runs. A notebook cell ends on one of these,
/// and every host (see <c>Hosting</c>) shows it the same way.
/// </summary>
public interface IShown
{
    /// <summary>A self-contained HTML fragment that is readable without scripts and without a network.</summary>
    string ToHtml();

    /// <summary>The same content for a terminal, a log or a diff.</summary>
    string ToText();
}
