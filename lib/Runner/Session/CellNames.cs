using System.Reflection;
using System.Text;
using Microsoft.CodeAnalysis.Scripting;
using Microsoft.DotNet.Interactive.CSharp;

namespace GanStability.Runner.Session;

/// <summary>
/// Gives cells names and line numbers in errors. The kernel compiles without either and offers no setting, so its private options are
/// replaced; a kernel that keeps them elsewhere runs all the same, and its errors have no line.
/// </summary>
internal sealed class CellNames(CSharpKernel kernel)
{
    private static readonly FieldInfo? Options =
        typeof(CSharpKernel).GetField("_scriptOptions", BindingFlags.Instance | BindingFlags.NonPublic) is { } field
        && field.FieldType == typeof(ScriptOptions)
            ? field
            : null;

    /// <summary>The next cell is called so.</summary>
    public void Next(string label)
    {
        if (Options?.GetValue(kernel) is ScriptOptions options)
            Options.SetValue(kernel, options.WithFilePath(label).WithFileEncoding(Encoding.UTF8).WithEmitDebugInformation(true));
    }
}
