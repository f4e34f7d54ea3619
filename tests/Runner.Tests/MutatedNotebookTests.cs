using System.Diagnostics;
using System.Text;
using CsCheck;
using GanStability.Runner.Book;
using GanStability.Runner.Notebooks;
using Xunit;

namespace GanStability.Runner.Tests;

/// <summary>A property of the reader: whatever happens to the bytes of a notebook, it gives a notebook or a sentence, soon.</summary>
public class MutatedNotebookTests
{
    private const int Trials = 300;

    [Fact]
    public void MutatedBytesGiveANotebookOrASentence()
    {
        var originals = new[] { "00-start-here", "91-instructor-guide" }
            .Select(name => File.ReadAllBytes(Path.Combine(Course.Real.Notebooks, name + ".ipynb")))
            // A notebook without the long pictures: more of its bytes are structure.
            .Append(Encoding.UTF8.GetBytes(NotebookWriter.ToJson(Course.Build("md:# é 😀\r\n$x$", "[tag]1 + 1", "\"\\u2028\""))))
            .ToArray();
        using var folder = new Course("mutated");
        var file = Path.Combine(folder.Notebooks, "m.ipynb");
        int read = 0,
            refused = 0;
        // Loading KaTeX and setting the formulas that all mutations share is no mutation's fault.
        foreach (var original in originals)
        {
            File.WriteAllBytes(file, original);
            Show(NotebookReader.Read(file));
        }
        for (var seed = 0u; seed < Trials; seed++)
        {
            // The same mutations on every run; Sample would draw others each time.
            var bytes = Mutated(originals).Generate(new PCG(7u, seed), null, out _);
            File.WriteAllBytes(file, bytes);
            var before = GC.GetAllocatedBytesForCurrentThread();
            var clock = Stopwatch.StartNew();
            try
            {
                Show(NotebookReader.Read(file));
                read++;
            }
            catch (NotebookException e)
            {
                Assert.StartsWith("m.ipynb: ", e.Message, StringComparison.Ordinal);
                refused++;
            }
            catch (Exception e)
            {
                Assert.Fail($"Seed {seed}: {e}");
            }
            Assert.True(clock.Elapsed < TimeSpan.FromSeconds(5), $"Seed {seed}: {clock.Elapsed.TotalSeconds:0.0} s.");
            Assert.True(GC.GetAllocatedBytesForCurrentThread() - before < 1_000_000_000, $"Seed {seed}: more than 1 GB.");
        }
        // A test in which every mutation is refused, or none, would show little.
        Assert.True(read > Trials / 20 && refused > Trials / 20, $"{read} read, {refused} refused");
    }

    /// <summary>What is read can be written, read again, judged and shown.</summary>
    private static void Show(Notebook notebook)
    {
        var json = NotebookWriter.ToJson(notebook);
        var again = NotebookReader.Parse(json, "again");
        Assert.Equal(json, NotebookWriter.ToJson(again));
        Assert.Equal(notebook.Cells.Select(cell => cell.Source), again.Cells.Select(cell => cell.Source));
        Assert.Equal(notebook.Cells.Select(cell => cell.Outputs.Count), again.Cells.Select(cell => cell.Outputs.Count));
        Assert.Equal(Provenance.IsCurrent(notebook), Provenance.IsCurrent(again));
        try
        {
            CellLanguage.RequireCSharp(notebook, "m.ipynb");
        }
        catch (NotebookException e)
        {
            Assert.Contains("C#", e.Message, StringComparison.Ordinal);
        }
        var page = new BookPage("m", notebook);
        var text = new PageText(page, [page], Glossary.Of([page]));
        var body = PageRenderer.Render(page, new PageLinks("/c", "/c/notebooks", "/c/book", "m", null), text);
        Assert.NotEmpty(PageLayout.Page(page, body, [page], text));
        var search = new SearchIndex();
        search.Add(page, text.Headings);
        Assert.NotEmpty(search.Script());
    }

    private static Gen<byte[]> Mutated(byte[][] originals) =>
        Gen.Select(Gen.Int[0, originals.Length - 1], Mutation.Array[1, 4])
            .Select((which, mutations) => mutations.Aggregate(originals[which], (bytes, mutate) => mutate(bytes)));

    private static Gen<Func<byte[], byte[]>> Mutation =>
        Gen.OneOf(
            // A byte is another.
            Gen.Select(Gen.Double.Unit, Gen.Byte)
                .Select((where, value) => (Func<byte[], byte[]>)(bytes => Spliced(bytes, where, 1, [value]))),
            // The end, or a part, is missing.
            Gen.Double.Unit.Select(where => (Func<byte[], byte[]>)(bytes => bytes[..(int)(where * bytes.Length)])),
            Gen.Select(Gen.Double.Unit, Gen.Int[1, 2000])
                .Select((where, length) => (Func<byte[], byte[]>)(bytes => Spliced(bytes, where, length, []))),
            // A part is there twice: doubled keys, doubled cells.
            Gen.Select(Gen.Double.Unit, Gen.Int[1, 500])
                .Select(
                    (where, length) =>
                        (Func<byte[], byte[]>)(
                            bytes =>
                                Spliced(bytes, where, 0, bytes[Place(bytes, where)..Math.Min(bytes.Length, Place(bytes, where) + length)])
                        )
                ),
            // Where there was a value, another kind of value.
            Gen.Select(Gen.Double.Unit, Gen.Int[0, Values.Length - 1].Select(i => Values[i]))
                .Select((where, value) => (Func<byte[], byte[]>)(bytes => Revalued(bytes, where, value))),
            // Where there was a value, another kind of value: twice as often, since these files still parse.
            Gen.Select(Gen.Double.Unit, Gen.Int[0, Values.Length - 1].Select(i => Values[i]))
                .Select((where, value) => (Func<byte[], byte[]>)(bytes => Revalued(bytes, where, value)))
        );

    private static readonly string[] Values =
    [
        "null",
        "7",
        "-1.5e308",
        "1e999",
        "99999999999999999999",
        "true",
        "[]",
        "{}",
        "[null]",
        "[[\"x\"]]",
        "{\"a\":{}}",
        "\"\"",
        "\"\\ud800\"",
        "\"\\u0000\"",
        "\"fsharp\"",
        "\"<img src=x>\"",
    ];

    private static byte[] Spliced(byte[] bytes, double where, int length, byte[] inserted)
    {
        var place = Place(bytes, where);
        return [.. bytes[..place], .. inserted, .. bytes[Math.Min(bytes.Length, place + length)..]];
    }

    /// <summary>Exchanges the value after the next <c>": "</c>, when it is one on its line.</summary>
    private static byte[] Revalued(byte[] bytes, double where, string value)
    {
        var colon = bytes.AsSpan(Place(bytes, where)).IndexOf("\": "u8);
        if (colon < 0)
            return bytes;
        var start = Place(bytes, where) + colon + 3;
        var end = bytes.AsSpan(start).IndexOf((byte)'\n');
        if (end < 1 || bytes[start] is (byte)'[' or (byte)'{')
            return bytes;
        var comma = bytes[start + end - 1] == (byte)',' ? 1 : 0;
        return [.. bytes[..start], .. Encoding.UTF8.GetBytes(value), .. bytes[(start + end - comma)..]];
    }

    private static int Place(byte[] bytes, double where) => (int)(where * bytes.Length);
}
