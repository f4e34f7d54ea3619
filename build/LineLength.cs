using System.IO;
using Microsoft.Build.Framework;
using Microsoft.Build.Utilities;

/// <summary>Refuses lines that are longer than .editorconfig allows (max_line_length), which no analyzer of the SDK looks at.</summary>
public class LineLength : Task
{
    [Required]
    public ITaskItem[] Files { get; set; }

    [Required]
    public string EditorConfig { get; set; }

    public override bool Execute()
    {
        var most = 0;
        foreach (var line in File.ReadAllLines(EditorConfig))
            if (line.StartsWith("max_line_length") && int.TryParse(line.Split('=')[1].Trim(), out var columns))
                most = columns;
        if (most == 0)
        {
            Log.LogError("{0} names no max_line_length.", EditorConfig);
            return false;
        }
        foreach (var file in Files)
        {
            var number = 0;
            foreach (var line in File.ReadLines(file.GetMetadata("FullPath")))
            {
                number++;
                if (line.Length > most)
                {
                    const string message = "The line has {0} columns; {1} are allowed.";
                    Log.LogError(null, "GS0002", null, file.ItemSpec, number, most + 1, number, line.Length, message, line.Length, most);
                }
            }
        }
        return !Log.HasLoggedErrors;
    }
}
