using System.Globalization;
using GanStability.Runner.Notebooks;

namespace GanStability.Runner.Headless;

/// <summary>What to run: a file with the values of its parameters already in place.</summary>
/// <param name="Name">The name in every message.</param>
/// <param name="Path">The source file; its folder is where the cells run.</param>
/// <param name="Notebook">The cells to execute; outputs are written into it.</param>
/// <param name="CellTimeout">The longest a cell may take; null for no limit.</param>
internal sealed record NotebookRun(string Name, string Path, Notebook Notebook, TimeSpan? CellTimeout)
{
    /// <summary>Threads that libtorch may use; null for as many as there are processors.</summary>
    public int? Threads { get; init; }

    /// <summary>Where runs lie that notebooks share; null to train everything.</summary>
    public string? Trained { get; init; }

    /// <summary>The hash of the sources as they were read, before parameters were set.</summary>
    public string SourcesHash { get; init; } = Notebook.SourcesHash();

    /// <summary>Reads a notebook and sets parameters.</summary>
    /// <param name="name">The name in every message.</param>
    /// <param name="path">The file.</param>
    /// <param name="required">Values that the notebook must declare (<c>--set</c>).</param>
    /// <param name="optional">Values that it may declare (<c>--size</c>, <c>--device</c>).</param>
    /// <param name="cellTimeout">The longest a cell may take.</param>
    /// <exception cref="NotebookException">The file cannot be read, a cell is not C#, or a parameter does not fit.</exception>
    public static NotebookRun Prepare(
        string name,
        string path,
        IReadOnlyDictionary<string, string> required,
        IReadOnlyDictionary<string, string> optional,
        TimeSpan? cellTimeout
    )
    {
        var notebook = NotebookReader.Read(path, name + ".ipynb").WithoutOutputs();
        CellLanguage.RequireCSharp(notebook, name);
        var sources = notebook.SourcesHash();
        var cell = notebook.CodeCells.FirstOrDefault(c => c.HasTag(CellTags.Parameters));
        if (cell is null)
        {
            if (required.Count == 0)
                return new NotebookRun(name, path, notebook, cellTimeout);
            throw new NotebookException($"{name}: no cell is tagged '{CellTags.Parameters}', so --set has nothing to set.");
        }
        var parameters = ParameterCell.Parse(cell.Source);
        try
        {
            foreach (var (key, value) in optional)
                if (parameters.Names.Contains(key))
                    parameters = parameters.With(key, value);
            foreach (var (key, value) in required)
                parameters = parameters.With(key, value);
        }
        catch (NotebookException e)
        {
            throw new NotebookException($"{name}: {e.Message}", e);
        }
        cell.Source = parameters.Source;
        return new NotebookRun(name, path, notebook, cellTimeout) { SourcesHash = sources };
    }
}

/// <summary>Why a notebook stopped.</summary>
/// <param name="Notebook">Its name.</param>
/// <param name="Cell">The number among the cells with code, from one.</param>
/// <param name="Line">The line in the cell, from one; null when unknown.</param>
/// <param name="SourceLine">That line.</param>
/// <param name="Message">What happened and what to do.</param>
internal sealed record CellFailure(string Notebook, int Cell, int? Line, string? SourceLine, string Message)
{
    /// <summary>The failure for a terminal.</summary>
    public string Text =>
        string.Create(
            CultureInfo.InvariantCulture,
            $"{Notebook}, cell {Cell}{(Line is { } line ? $", line {line}" : "")}: "
                + $"{Message}{(SourceLine is null || Message.Contains(SourceLine, StringComparison.Ordinal) ? "" : $"\n    {SourceLine}")}"
        );
}

/// <summary>How a run ended.</summary>
/// <param name="Failure">Null when every cell did what it should.</param>
/// <param name="Elapsed">Wall-clock time.</param>
internal sealed record RunResult(CellFailure? Failure, TimeSpan Elapsed);
