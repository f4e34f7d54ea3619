namespace GanStability.Runner.Notebooks;

/// <summary>A notebook file, a parameter or a path cannot be used; the message says what to do.</summary>
internal sealed class NotebookException(string message, Exception? inner = null) : Exception(message, inner);
