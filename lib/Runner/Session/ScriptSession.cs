using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Scripting;
using Microsoft.CodeAnalysis.Scripting;
using Microsoft.CodeAnalysis.Scripting.Hosting;

namespace GanStability.Runner.Session;

/// <summary>
/// A session in this process: Roslyn scripting with the imports of a .NET Interactive kernel, so that a notebook which runs
/// here runs there. Console and host data are global, therefore one session per process.
/// </summary>
internal sealed class ScriptSession : IScriptSession
{
    private static readonly string[] Imports =
        ["System", "System.Text", "System.Collections", "System.Collections.Generic", "System.Threading.Tasks", "System.Linq", typeof(ScriptGlobals).FullName!];

    private readonly ScriptOptions _options;
    private readonly InteractiveAssemblyLoader _loader = new();
    private readonly CellHost _host = new();
    private ScriptState<object>? _state;

    /// <summary>The cell that was executed last, and the state before it.</summary>
    private (string? Code, ScriptState<object>? Before) _last;

    /// <summary>Starts a session.</summary>
    /// <param name="folder">The notebook's folder: relative <c>#r</c> and relative files start here.</param>
    public ScriptSession(string folder)
    {
        // Cells share this assembly (display), instead of loading a second copy of it.
        _loader.RegisterDependency(typeof(ScriptGlobals).Assembly);
        _options = ScriptOptions.Default
            .WithMetadataResolver(ScriptMetadataResolver.Default.WithBaseDirectory(folder))
            .WithSourceResolver(ScriptSourceResolver.Default.WithBaseDirectory(folder))
            .WithReferences(FrameworkReferences().Append(MetadataReference.CreateFromFile(typeof(ScriptGlobals).Assembly.Location)))
            .WithImports(Imports)
            .WithLanguageVersion(LanguageVersion.Latest)
            .WithOptimizationLevel(OptimizationLevel.Release)
            .WithFileEncoding(System.Text.Encoding.UTF8)
            .WithEmitDebugInformation(true);
        Directory.SetCurrentDirectory(folder);
    }

    /// <inheritdoc/>
    public async Task ExecuteAsync(string label, string code, Action<SessionEvent> onEvent, CancellationToken cancellation)
    {
        _host.Begin(onEvent, cancellation);
        try
        {
            // In its first line the compiler would take a magic for a comment.
            if (CellError.FromMagic(code) is { } magic)
            {
                _host.Report(magic);
                return;
            }
            var options = _options.WithFilePath(label);
            // A cell that is run again takes the place of its last run: the names are the same. Roslyn keeps every submission and something for each pair of
            // them, which came to 170 MB for two hundred presses on one cell.
            var before = code == _last.Code ? _last.Before : _state;
            var script = before?.Script.ContinueWith<object>(code, options) ?? CSharpScript.Create<object>(code, options, assemblyLoader: _loader);
            var errors = script.Compile(CancellationToken.None).Where(d => d.Severity == DiagnosticSeverity.Error).ToList();
            if (errors.Count > 0)
            {
                _host.Report(CellError.FromDiagnostics(errors, code));
                return;
            }
            // Variables that were assigned before an exception stay, as in every notebook. The token is for the cell to look at.
            _state = before is null
                ? await script.RunAsync(null, _ => true, CancellationToken.None).ConfigureAwait(false)
                : await script.RunFromAsync(before, _ => true, CancellationToken.None).ConfigureAwait(false);
            _last = (code, before);
            if (_state.Exception is { } exception) _host.Report(CellError.FromException(exception, label));
            else if (_state.ReturnValue is not (null or DisplayedValue)) _host.Report(new Returned(ValueFormatter.Format(_state.ReturnValue)));
        }
        catch (Exception e) when (e is not OutOfMemoryException)
        {
            // Loading a reference, or showing the last value, failed outside the cell's own code.
            _host.Report(CellError.FromException(e, label));
        }
        finally
        {
            _host.End();
        }
    }

    /// <inheritdoc/>
    public ValueTask DisposeAsync()
    {
        _loader.Dispose();
        return ValueTask.CompletedTask;
    }

    /// <summary>The whole shared framework, nothing of this program's own dependencies.</summary>
    private static IEnumerable<MetadataReference> FrameworkReferences()
    {
        var framework = Path.GetDirectoryName(typeof(object).Assembly.Location)!;
        return ((string)AppContext.GetData("TRUSTED_PLATFORM_ASSEMBLIES")!).Split(Path.PathSeparator)
            .Where(file => Path.GetDirectoryName(file) == framework).Select(file => MetadataReference.CreateFromFile(file));
    }
}
