namespace GanStability;

/// <summary>The pictures of a folder, all of one size.</summary>
/// <param name="Pixels">One byte per channel and pixel: picture, channel, row, column.</param>
/// <param name="Channels">1 for grey, 3 for colour.</param>
/// <param name="Labels">One label per picture.</param>
/// <param name="Classes">Names of the labels: the sub-folders, or the folder itself.</param>
/// <param name="Notes">What was changed and what was left out, a sentence each.</param>
internal sealed record FolderOfPictures(
    byte[] Pixels,
    int Channels,
    byte[] Labels,
    IReadOnlyList<string> Classes,
    IReadOnlyList<string> Notes
);

/// <summary>Reads a folder of PNG and JPEG files; sub-folders are the labels.</summary>
internal sealed class PictureFolder
{
    private const int MostBytes = 1 << 28;
    private const int MostNamed = 5;
    private static readonly string[] Endings = [".png", ".jpg", ".jpeg"];
    private readonly string name;
    private readonly int size;
    private readonly Dictionary<string, int> others = [];
    private int hidden;

    private PictureFolder(string path, int size) => (name, this.size) = (Path.GetFileName(Path.TrimEndingDirectorySeparator(path)), size);

    /// <summary>Reads all pictures.</summary>
    /// <param name="path">The folder.</param>
    /// <param name="size">Height and width that every picture gets.</param>
    /// <param name="grey">True for grey, false for colour, null for grey where no picture has colour.</param>
    /// <param name="skipUnreadable">Leaves pictures out that cannot be read; else one is an error.</param>
    /// <exception cref="DirectoryNotFoundException">There is no such folder.</exception>
    /// <exception cref="InvalidDataException">No pictures, one that cannot be read, or folders in folders.</exception>
    public static FolderOfPictures Read(string path, int size, bool? grey, bool skipUnreadable)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(path);
        Require.AtLeast(1, size);
        if (size > PictureFile.MostSide)
            throw new ArgumentOutOfRangeException(
                nameof(size),
                size,
                $"size is the height and width of every picture, at most {PictureFile.MostSide}."
            );
        if (!Directory.Exists(path))
            throw File.Exists(path)
                ? new InvalidDataException($"'{Path.GetFileName(path)}' is a file; name the folder that holds the pictures.")
                : new DirectoryNotFoundException(
                    $"There is no folder '{Path.GetFileName(Path.TrimEndingDirectorySeparator(path))}' where the path leads; a path that "
                        + $"does not begin with / starts in the folder of the notebook."
                );
        return new PictureFolder(Path.GetFullPath(path), size).Read(path, grey, skipUnreadable);
    }

    private FolderOfPictures Read(string path, bool? grey, bool skipUnreadable)
    {
        var (files, classes) = Files(path);
        var each = 3 * size * size;
        if ((long)files.Count * each > MostBytes)
            throw new InvalidDataException(
                $"{name} holds {files.Count} pictures; at {size}×{size} up to {MostBytes / each} of them are read. Choose a smaller size."
            );
        var (pixels, labels, broken) = (new byte[files.Count * each], new List<byte>(), new List<string>());
        var (colour, cropped, resized, clear) = (0, 0, 0, 0);
        foreach (var (file, label) in files)
        {
            try
            {
                var seen = PictureFile.Read(file, size, pixels.AsSpan(labels.Count * each, each));
                colour += seen.Colour ? 1 : 0;
                cropped += seen.Cropped ? 1 : 0;
                resized += seen.Resized ? 1 : 0;
                clear += seen.Transparent ? 1 : 0;
                labels.Add((byte)label);
            }
            catch (InvalidDataException e)
            {
                broken.Add(e.Message);
            }
        }
        if (broken.Count > 0 && (!skipUnreadable || labels.Count == 0))
            throw new InvalidDataException(
                $"{broken.Count} of {files.Count} pictures in {name} cannot be used: {string.Join("; ", broken.Take(MostNamed))}"
                    + $"{(broken.Count > MostNamed ? "; …" : "")}. Repair or remove them, or give skipUnreadable: true."
            );
        var makeGrey = grey ?? colour == 0;
        string[] notes =
        [
            .. Note(cropped, "cropped to the square in the middle"),
            .. Note(resized, $"resized to {size}×{size}"),
            .. Note(clear, "laid on white where transparent"),
            .. Note(makeGrey ? colour : 0, "turned from colour to grey"),
            .. broken.Count > 0
                ? [$"{broken.Count} pictures could not be read and were left out: {string.Join("; ", broken.Take(MostNamed))}."]
                : Array.Empty<string>(),
            .. LeftOut(),
        ];
        if (broken.Count > 0)
            pixels = pixels[..(labels.Count * each)];
        return new(makeGrey ? PictureFile.Grey(pixels, size * size) : pixels, makeGrey ? 1 : 3, [.. labels], classes, notes);

        string[] Note(int count, string what) => count == 0 ? [] : [$"{count} of {files.Count} pictures were {what}."];
    }

    private IEnumerable<string> LeftOut()
    {
        if (others.Count > 0)
            yield return $"{others.Values.Sum()} other files were left out ("
                + string.Join(", ", others.OrderBy(o => o.Key, StringComparer.Ordinal).Take(MostNamed).Select(o => $"{o.Value} {o.Key}"))
                + "); PNG and JPEG are read.";
        if (hidden > 0)
            yield return $"{hidden} hidden files or folders were left out.";
    }

    private (List<(string Path, int Label)> Files, string[] Classes) Files(string path)
    {
        var direct = Pictures(path);
        var folders = Entries(path, Directory.GetDirectories).Select(f => (Folder: f, Pictures: Pictures(f))).ToList();
        if (
            folders.FirstOrDefault(f => Entries(f.Folder, Directory.GetDirectories).Any(d => Pictures(d, count: false).Count > 0)).Folder is
            { } deep
        )
            throw new InvalidDataException(
                $"{name} has pictures in folders of folders, under '{Path.GetFileName(deep)}': give the folder whose sub-folders are the "
                    + $"classes, such as {name}/{Path.GetFileName(deep)}."
            );
        folders.RemoveAll(f => f.Pictures.Count == 0);
        if (direct.Count + folders.Count == 0)
            throw new InvalidDataException($"{name} holds no PNG or JPEG file.{string.Concat(LeftOut().Select(n => " " + n))}");
        if (direct.Count > 0 && folders.Count > 0)
            throw new InvalidDataException(
                $"{name} holds {direct.Count} pictures beside folders of pictures ('{Path.GetFileName(folders[0].Folder)}', …). "
                    + $"Sub-folders "
                    + $"are the classes: put every picture into one, or all into one folder."
            );
        if (folders.Count > 256)
            throw new InvalidDataException($"{name} has {folders.Count} sub-folders of pictures; a set holds at most 256 classes.");
        return direct.Count > 0
            ? ([.. direct.Select(p => (p, 0))], [name])
            : (
                [.. folders.SelectMany((f, label) => f.Pictures.Select(p => (p, label)))],
                [.. folders.Select(f => Path.GetFileName(f.Folder))]
            );
    }

    private List<string> Pictures(string folder, bool count = true)
    {
        var found = new List<string>();
        foreach (var file in Entries(folder, Directory.GetFiles, count))
        {
            var ending = Path.GetExtension(file).ToLowerInvariant();
            if (Endings.Contains(ending))
                found.Add(file);
            else if (count)
                others[ending.Length > 0 ? ending : "without ending"] =
                    others.GetValueOrDefault(ending.Length > 0 ? ending : "without ending") + 1;
        }
        return found;
    }

    // In one order on every machine. What systems put beside files, such as .DS_Store, is no picture.
    private List<string> Entries(string folder, Func<string, string[]> list, bool count = true)
    {
        try
        {
            var (seen, all) = (new List<string>(), list(folder));
            Array.Sort(all, StringComparer.Ordinal);
            foreach (var entry in all)
                if (Path.GetFileName(entry)[0] != '.')
                    seen.Add(entry);
                else if (count)
                    hidden++;
            return seen;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new InvalidDataException($"The folder '{Path.GetFileName(folder)}' cannot be read.", e);
        }
    }
}
