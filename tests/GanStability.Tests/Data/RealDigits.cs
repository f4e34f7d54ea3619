using GanStability;
using Xunit;

namespace GanStability.Tests.Data;

/// <summary>The real digits beside the repository, where they are; they are never part of it.</summary>
internal static class RealDigits
{
    /// <summary>Opens the test split of MNIST, or skips the test.</summary>
    public static ImageSet Open()
    {
        var above = AppContext.BaseDirectory;
        while (above is not null && !File.Exists(Path.Combine(above, "GanStability.slnx")))
            above = Path.GetDirectoryName(above);
        var folder = Path.GetFullPath(Path.Combine(above ?? ".", "..", "shared", "data", "mnist"));
        Assert.SkipUnless(Directory.Exists(folder), "The real digits (../shared/data/mnist) are not on this machine.");
        return DataSets.OpenIn(folder, DataSets.Manifest.Find("mnist")!, Split.Test);
    }
}
