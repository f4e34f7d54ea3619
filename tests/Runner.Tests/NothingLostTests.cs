using GanStability.Runner.Files;
using GanStability.Runner.Notebooks;
using Xunit;

namespace GanStability.Runner.Tests;

/// <summary>Only publish writes into what it reads, no result takes another's place, one bad file costs itself alone.</summary>
public class NothingLostTests
{
    /// <summary>A course with a reader's own folder, links to it, and files that must stay as they are.</summary>
    private static Course WithOwnFiles(string name)
    {
        var course = new Course(name);
        course.Add("nb", "1");
        var own = Directory.CreateDirectory(Path.Combine(course.Root, "own")).FullName;
        File.Copy(Path.Combine(course.Notebooks, "nb.ipynb"), Path.Combine(own, "hw.ipynb"));
        File.Copy(Path.Combine(course.Notebooks, "nb.ipynb"), Path.Combine(own, "nb.ipynb"));
        File.WriteAllText(Path.Combine(own, "notes.html"), "<html>mine</html>");
        File.Copy(Path.Combine(course.Notebooks, "nb.ipynb"), Path.Combine(own, "notes.ipynb"));
        Directory.CreateSymbolicLink(Path.Combine(course.Root, "link"), course.Notebooks);
        Directory.CreateSymbolicLink(Path.Combine(course.Root, "own-link"), own);
        Directory.CreateDirectory(Path.Combine(course.Root, "trap"));
        File.CreateSymbolicLink(Path.Combine(course.Root, "trap", "nb.ipynb"), Path.Combine(course.Notebooks, "nb.ipynb"));
        Directory.CreateDirectory(Path.Combine(course.Root, "taken", "nb.html"));
        Directory.CreateDirectory(Path.Combine(course.Root, "deck.jsonl"));
        File.WriteAllText(Path.Combine(course.Root, "mine.csv"), "a,b\n1,2\n");
        File.WriteAllText(Path.Combine(course.Root, "page.html"), "<html>mine</html>");
        File.CreateSymbolicLink(Path.Combine(course.Root, "pipe.ipynb"), "/dev/null"); // of no length, as a pipe is
        return course;
    }

    [Theory]
    [InlineData("run nb --out notebooks")]
    [InlineData("run nb --out notebooks/inner")]
    [InlineData("run nb --out link")]
    [InlineData("run nb --out own/../link/x")]
    [InlineData("run own/hw.ipynb --out own")]
    [InlineData("run own/hw.ipynb --out own-link")]
    [InlineData("run own-link/hw.ipynb --out own")]
    [InlineData("run nb --out trap")]
    [InlineData("run nb --out own")]
    [InlineData("run own/notes.ipynb --out own/..//own")]
    [InlineData("run nb --out taken")]
    [InlineData("run nb --out mine.csv")]
    [InlineData("run nb --out mine.csv/deeper")]
    [InlineData("run nb --out /proc/nowhere")]
    [InlineData("book --out notebooks")]
    [InlineData("book --out link")]
    [InlineData("book --out own")]
    [InlineData("book --out trap")]
    [InlineData("book --out /proc/nowhere")]
    [InlineData("export --for verso --out notebooks")]
    [InlineData("export --for jupyter --out link/x")]
    [InlineData("export --for jupyter --out trap")]
    [InlineData("export --for jupyter --out mine.csv")]
    [InlineData("export --for jupyter --out /proc/nowhere")]
    [InlineData("train --out own/hw.ipynb")]
    [InlineData("train --out mine.csv")]
    [InlineData("train --out page.html")]
    [InlineData("train --out new.html")]
    [InlineData("train --out deck.jsonl")]
    [InlineData("train --out mine.csv/r.jsonl")]
    [InlineData("train --out /proc/nowhere/r.jsonl")]
    [InlineData("report page.html")]
    [InlineData("run pipe")]
    public async Task APlaceThatWouldCostSomethingIsRefusedBeforeAnythingRuns(string command)
    {
        using var course = WithOwnFiles("refused");
        var before = Contents(course.Root);
        var (code, output, error) = await course.RunAsync(command.Split(' '));
        Assert.True(code == 2, error);
        Assert.DoesNotContain("cell 1/1", output, StringComparison.Ordinal);
        Assert.Single(error.Trim().Split('\n'));
        Assert.DoesNotContain("   at ", error, StringComparison.Ordinal);
        var after = Contents(course.Root);
        Assert.All(before, file => Assert.Equal(file.Value, after[file.Key]));
    }

    private static Dictionary<string, string> Contents(string folder) =>
        Directory
            .EnumerateFiles(
                folder,
                "*",
                new EnumerationOptions { RecurseSubdirectories = true, AttributesToSkip = FileAttributes.ReparsePoint }
            )
            .ToDictionary(file => file, File.ReadAllText);

    [Fact]
    public async Task AResultMayBeRenewed()
    {
        using var course = WithOwnFiles("renewed");
        foreach (var _ in new[] { 1, 2 })
        {
            var (code, _, error) = await course.RunAsync("run", "nb", "own/hw.ipynb", "--out", "o");
            Assert.True(code == 0, error);
        }
    }

    [Theory]
    [InlineData("two folders", "stud/anna/hw", "stud/ben/hw", "anna/hw", "ben/hw")]
    [InlineData("two letters", "stud/anna/HW", "stud/ben/hw", "anna/HW", "ben/hw")]
    [InlineData("deep folders", "anna/week1/hw", "ben/week1/hw", "anna/week1/hw", "ben/week1/hw")]
    [InlineData("one of the course", "notebooks/hw", "stud/hw", "hw", "stud/hw")]
    [InlineData("flat names", "notebooks/solutions/hw", "stud/solutions-hw", "solutions/hw", "stud/solutions-hw")]
    [InlineData("the list of pages", "notebooks/index", "notebooks/hw", "index", "hw")]
    public async Task EveryResultHasItsOwnName(string what, string first, string second, string firstName, string secondName)
    {
        using var course = new Course(what);
        foreach (var (file, text) in new[] { (first, "\"the first\""), (second, "\"the second\"") })
            course.Add(Path.Combine("..", file), text);
        var (code, output, error) = await course.RunAsync("run", first + ".ipynb", second + ".ipynb", "--out", "o");
        Assert.True(code == 0, error);
        var texts = Directory
            .EnumerateFiles(Path.Combine(course.Root, "o"), "*.ipynb")
            .Select(file => Course.Seen(NotebookReader.Read(file).Cells[0].Outputs[0]));
        Assert.Equal(["the first", "the second"], texts.Order());
        var pages = Directory.EnumerateFiles(Path.Combine(course.Root, "o"), "*.html").ToList();
        Assert.Equal(3, pages.Count);
        Assert.Single(pages, page => File.ReadAllText(page).Contains("the first", StringComparison.Ordinal));
        Assert.Contains($"\n{firstName}  ok", "\n" + output, StringComparison.Ordinal);
        Assert.Contains($"\n{secondName}  ok", "\n" + output, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("solutions-hw", "solutions/hw", "run *  --keep-going")]
    [InlineData("a", "A", "run a A")]
    [InlineData("b/É", "b-é", "book")]
    [InlineData("index", "index-notebook", "run index index-notebook")]
    public async Task NamesOfTheCourseThatCannotBeToldApartAreRefused(string first, string second, string command)
    {
        using var course = new Course("clash");
        course.Add(first, "1");
        course.Add(second, "1");
        command = command.Replace("*", $"{first} {second}", StringComparison.Ordinal);
        var (code, output, error) = await course.RunAsync(command.Split(' ', StringSplitOptions.RemoveEmptyEntries));
        Assert.Equal(2, code);
        Assert.Contains("would both be written as", error, StringComparison.Ordinal);
        Assert.Contains($"{first}.ipynb", error, StringComparison.Ordinal);
        Assert.Contains($"{second}.ipynb", error, StringComparison.Ordinal);
        Assert.Empty(output);
    }

    public static TheoryData<string, string> BadFiles =>
        new()
        {
            { """{"nbformat":4,"metadata":{"a":1,"a":2},"cells":[]}""", "the key 'a' twice" },
            { """{"nbformat":4,"cells":[{"cell_type":"code","source":"","source":"1"}]}""", "the key 'source' twice" },
            { "{\"nbformat\":4,\n\"cells\":[{\"cell_type\"", "broken JSON in line 2" },
            { "", "empty, or not a plain file" },
            { "\u0089PNG\r\n\u001a\n", "broken JSON in line 1" },
            { new string('[', 2000), "more than 512 levels" },
            { "{\"nbformat\":4,\"cells\":[1]}", "Cell 1 is not an object" },
            { "latin-1", "not UTF-8" },
            { "folder", "" },
        };

    [Theory]
    [MemberData(nameof(BadFiles))]
    public async Task OneBadFileStopsNoOther(string content, string message)
    {
        using var course = new Course("bad files");
        course.Add("a-good", "md:# A");
        course.Add("z-good", "md:# Z");
        var bad = Path.Combine(course.Notebooks, "m-bad.ipynb");
        if (content == "folder")
            Directory.CreateDirectory(bad);
        else if (content == "latin-1")
            File.WriteAllBytes(bad, [0x7b, 0xe9, 0x7d]);
        else
            File.WriteAllText(bad, content);
        var expected = content == "folder" ? 0 : 2;
        foreach (var command in new[] { "list", "book", "export --for jupyter", "run notebooks --keep-going" })
        {
            var (code, output, error) = await course.RunAsync(command.Split(' '));
            Assert.True(code == expected, $"{command}: {code} {error}");
            Assert.Contains(message, error, StringComparison.Ordinal);
            Assert.DoesNotContain("   at ", error, StringComparison.Ordinal);
            if (command.StartsWith("run", StringComparison.Ordinal))
                Assert.Contains("z-good  ok", output, StringComparison.Ordinal);
        }
        Assert.Contains("a-good.html", course.Page("z-good"), StringComparison.Ordinal);
        Assert.True(File.Exists(Path.Combine(course.Root, "artifacts", "jupyter", "z-good.ipynb")));
    }

    [Fact]
    public async Task ABrokenNotebookAmongTheResultsCostsNoPage()
    {
        using var course = new Course();
        course.Add("good", "1");
        Directory.CreateDirectory(course.Book);
        File.WriteAllText(Path.Combine(course.Book, "foreign.ipynb"), "{");
        File.WriteAllText(Path.Combine(course.Book, "doubled.ipynb"), """{"nbformat":4,"nbformat":4,"cells":[]}""");
        Directory.CreateDirectory(Path.Combine(course.Book, "folder.ipynb"));
        var (code, _, error) = await course.RunAsync("run", "good");
        Assert.True(code == 0, error);
        Assert.Contains("foreign.ipynb: broken JSON", error, StringComparison.Ordinal);
        Assert.Contains("good.html", course.Page("index"), StringComparison.Ordinal);
        Assert.Contains("data-number=\"1\"", course.Page("good"), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("System.IO.Directory.CreateDirectory(\"../artifacts/book/b.html/x\");", "b: cannot be written")]
    [InlineData("System.IO.Directory.CreateDirectory(\"../artifacts/book/b.ipynb/x\");", "b: cannot be written")]
    [InlineData(
        "System.IO.File.Delete(\"../artifacts/book/index.html\"); System.IO.Directory.CreateDirectory(\"../artifacts/book/index.html/x\");",
        "index.html: cannot"
    )]
    public async Task AWriteThatFailsCostsItsPageAlone(string spoiler, string message)
    {
        using var course = new Course("spoiled");
        course.Add("a", spoiler);
        course.Add("b", "2");
        course.Add("c", "3");
        var (code, output, error) = await course.RunAsync("run", "a", "b", "c", "--jobs", "1");
        Assert.Equal(2, code);
        Assert.Contains(message, error, StringComparison.Ordinal);
        Assert.Contains("c  ok", output, StringComparison.Ordinal);
        Assert.Contains("data-number=\"1\"", course.Page("a"), StringComparison.Ordinal);
        Assert.Contains("data-number=\"1\"", course.Page("c"), StringComparison.Ordinal);
        Assert.Empty(Directory.EnumerateFiles(course.Book, "*.tmp"));
    }

    [Fact]
    public async Task PublishFollowsALinkAndRefusesCellsThatWereChangedMeanwhile()
    {
        using var course = new Course();
        var real = course.Add("../elsewhere/real", "40 + 2");
        File.CreateSymbolicLink(Path.Combine(course.Notebooks, "link.ipynb"), real);
        Assert.Equal(0, (await course.RunAsync("publish")).Code);
        Assert.NotNull(new FileInfo(Path.Combine(course.Notebooks, "link.ipynb")).LinkTarget);
        Assert.Equal("42", Course.Seen(NotebookReader.Read(real).Cells[0].Outputs[0]));

        var path = course.Add(
            "changing",
            "using System.IO;\nvar f = \"changing.ipynb\";\n"
                + "File.WriteAllText(f, File.ReadAllText(f).Replace(\"// one\", \"// two\")); // one"
        );
        var (code, _, error) = await course.RunAsync("publish", "changing");
        Assert.Equal(2, code);
        Assert.Contains("were changed while it ran", error, StringComparison.Ordinal);
        Assert.EndsWith("// two\n1", NotebookReader.Read(path).Cells[0].Source + "\n1", StringComparison.Ordinal);
    }

    [Fact]
    public void FoldersThatLeadInCirclesAreSearchedOnce()
    {
        using var course = new Course();
        var a = course.Add("a", "1");
        Directory.CreateSymbolicLink(Path.Combine(course.Notebooks, "0-loop"), course.Notebooks);
        Directory.CreateSymbolicLink(Path.Combine(course.Notebooks, "up"), course.Root);
        Assert.Equal([a], NotebookFiles.In(course.Notebooks));
    }

    [Fact]
    public void ALinkIsFollowedInTheMiddleOfAPath()
    {
        using var course = new Course();
        Directory.CreateSymbolicLink(Path.Combine(course.Root, "l"), "notebooks");
        Assert.Equal(
            FullPath.Resolve(Path.Combine(course.Notebooks, "new", "x")),
            FullPath.Resolve(Path.Combine(course.Root, "l", "new", "x"))
        );
        Assert.True(FullPath.IsInside("/a/b", "/a"));
        Assert.False(FullPath.IsInside("/ab", "/a"));
    }

    [Theory]
    [InlineData("train --steps -3 --out r.jsonl", "--steps must be", "'-3'")]
    [InlineData("train --steps 1e99 --out r.jsonl", "--steps must be", "'1e99'")]
    [InlineData("train --steps nan --out r.jsonl", "--steps must be", "'nan'")]
    [InlineData("train --steps 2.5 --out r.jsonl", "--steps must be", "'2.5'")]
    [InlineData("train --seeds 0 --out r.jsonl", "--seeds must be", "'0'")]
    [InlineData("train --seeds 99999999999 --out r.jsonl", "--seeds must be", "'99999999999'")]
    [InlineData("train --seeds -1 --out r.jsonl", "--seeds must be", "'-1'")]
    [InlineData("train --seed x --out r.jsonl", "--seed must be", "'x'")]
    [InlineData("train --seed -1 --out r.jsonl", "--seed must be", "'-1'")]
    [InlineData("train --seed 9223372036854775807 --out r.jsonl", "--seed must be", "'9223372036854775807'")]
    [InlineData("run nb --timeout -1", "--timeout must be", "'-1'")]
    [InlineData("run nb --timeout nan", "--timeout must be", "'nan'")]
    [InlineData("run nb --timeout 1e300", "--timeout must be", "'1e300'")]
    [InlineData("publish nb --timeout x", "--timeout must be", "'x'")]
    [InlineData("run nb --jobs 0", "--jobs must be", "'0'")]
    [InlineData("run nb --jobs two", "--jobs must be", "'two'")]
    [InlineData("run nb --jobs 5000000000", "--jobs must be", "'5000000000'")]
    public async Task ANumberIsCheckedUnderItsOwnName(string command, string option, string value)
    {
        using var course = new Course("numbers");
        course.Add("nb", "1");
        var (code, output, error) = await course.RunAsync(command.Split(' '));
        Assert.Equal(2, code);
        Assert.Contains(option, error, StringComparison.Ordinal);
        Assert.Contains(value, error, StringComparison.Ordinal);
        Assert.Empty(output);
        Assert.False(File.Exists(Path.Combine(course.Root, "r.jsonl")));
    }
}
