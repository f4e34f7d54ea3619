using System.Diagnostics;
using System.Text;
using CsCheck;
using GanStability;
using Xunit;

namespace GanStability.Tests.Data;

/// <summary>Tables as people have them: read right, or refused with the file, the line, the column and what was found.</summary>
public sealed class CsvFileTests : IDisposable
{
    private readonly string folder = Directory.CreateTempSubdirectory("own points ").FullName;

    public void Dispose() => Directory.Delete(folder, recursive: true);

    /// <summary>One table, written in many ways; each is (0.5, 1), (−2, 3e−1), (1.25, −4).</summary>
    public static TheoryData<string, string> Ways { get; } =
        new()
        {
            { "with names", "x,y\n0.5,1\n-2,3e-1\n1.25,-4\n" },
            { "without names", "0.5,1\n-2,3e-1\n1.25,-4\n" },
            { "no line end at the end", "0.5,1\n-2,.3\n1.25,-4" },
            { "Windows line ends", "x,y\r\n0.5,1\r\n-2,0.3\r\n1.25,-4\r\n" },
            { "old Macintosh line ends", "x,y\r0.5,1\r-2,0.3\r1.25,-4\r" },
            { "byte-order mark", "\ufeffx,y\n0.5,1\n-2,0.3\n1.25,-4\n" },
            { "semicolons", "x;y\n0.5;1\n-2;0.3\n1.25;-4\n" },
            { "decimal commas", "x;y\n0,5;1\n-2;0,3\n1,25;-4\n" },
            { "decimal commas and tabs", "x\ty\n0,5\t1\n-2\t3e-1\n1,25\t-4\n" },
            { "decimal commas in quotes", "x,y\n\"0,5\",\"1\"\n\"-2\",\"0,3\"\n\"1,25\",\"-4\"\n" },
            { "tabs", "x\ty\n0.5\t1\n-2\t0.3\n1.25\t-4\n" },
            { "blanks, as numpy writes", " 5.0e-01   1.0e+00\n-2.0e+00   3.0e-01\n 1.25e+00  -4.0e+00\n" },
            { "blanks around", "x, y\n0.5 , 1\n -2, 0.3\n1.25 ,-4\n" },
            { "bars", "x|y\n0.5|1\n-2|0.3\n1.25|-4\n" },
            { "quotes", "\"x\",\"y\"\n\"0.5\",\"1\"\n\"-2\",\"0.3\"\n\"1.25\",\"-4\"\n" },
            { "comments", "# made by hand\nx,y\n0.5,1\n# the second half\n-2,0.3\n1.25,-4\n" },
            { "blank lines", "\n\nx,y\n\n0.5,1\n   \n-2,0.3\n\n1.25,-4\n\n\n" },
            { "a spreadsheet's empty rows", "x;y\n0.5;1\n;\n-2;0.3\n1.25;-4\n;\n;\n" },
            { "a spreadsheet's first line", "sep=;\nx;y\n0,5;1\n-2;0,3\n1,25;-4\n" },
            { "a separator at each end", "x,y,\n0.5,1,\n-2,0.3,\n1.25,-4,\n" },
            { "numbered rows, as pandas writes", ",x,y\n0,0.5,1\n1,-2,0.3\n2,1.25,-4\n" },
            { "numbered rows and columns", ",0,1\n0,0.5,1\n1,-2,0.3\n2,1.25,-4\n" },
            { "numbered rows, as R writes", "\"\",\"x\",\"y\"\n\"1\",0.5,1\n\"2\",-2,0.3\n\"3\",1.25,-4\n" },
            { "a column of text", "x,y,kind\n0.5,1,red\n-2,0.3,\"blue, dark\"\n1.25,-4,red\n" },
            { "a column of text in front, without names", "red,0.5,1\nblue,-2,0.3\nred,1.25,-4\n" },
            { "another minus sign", "x,y\n0.5,1\n\u22122,0.3\n1.25,\u22124\n" },
            { "plus signs", "x,y\n+0.5,+1\n-2,+.3\n+1.25,-4\n" },
        };

    [Theory]
    [MemberData(nameof(Ways))]
    public void ATableIsReadHoweverItIsWritten(string way, string text)
    {
        var set = PointSet.FromCsv(Write(text));
        Assert.True(set.Columns.Count == 2, $"{way}: {string.Join(", ", set.Columns)}");
        Assert.Equal([0.5f, 1, -2, 0.3f, 1.25f, -4], set.ToArray());
    }

    [Fact]
    public void OtherAlphabetsAreRead()
    {
        foreach (var encoding in new[] { Encoding.UTF8, Encoding.Unicode, Encoding.BigEndianUnicode, Encoding.Latin1 })
        {
            var path = Path.Combine(folder, "höhe.csv");
            File.WriteAllText(path, "Höhe;Länge\n1,5;2\n3;4,5\n", encoding);
            var set = PointSet.FromCsv(path);
            Assert.Equal(["Höhe", "Länge"], set.Columns);
            Assert.Equal([1.5f, 2, 3, 4.5f], set.ToArray());
        }
    }

    [Fact]
    public void WhatWasDecidedIsSaid()
    {
        var set = PointSet.FromCsv(Write(";a;b;kind\n1;1,5;2;red\n2;;3;red\n3;4;5;blue\n"), skipIncomplete: true);
        Assert.Equal(["a", "b"], set.Columns);
        Assert.Equal([1.5f, 2, 4, 5], set.ToArray());
        var notes = string.Join(' ', set.Notes);
        foreach (var words in new[] { "hold text: kind", "only numbers the rows", "1 of 3 lines have a gap", "1,5 was read as 1.5" })
            Assert.Contains(words, notes, StringComparison.Ordinal);
        Assert.Contains("only numbers the rows", set.ToText(), StringComparison.Ordinal);

        Assert.Contains("header: true", string.Join(' ', PointSet.FromCsv(Write("0,1\n0.5,2\n3,4\n")).Notes), StringComparison.Ordinal);
        Assert.Equal(2, PointSet.FromCsv(Write("0,1\n0.5,2\n3,4\n"), header: true).Count);
        Assert.Contains(
            "standardise: true",
            string.Join(' ', PointSet.FromCsv(Write("x,y\n1000,2\n3000,4\n")).Notes),
            StringComparison.Ordinal
        );
        Assert.Empty(PointSet.FromCsv(Write("x,y\n1,2\n3,4\n")).Notes);
    }

    [Fact]
    public void ColumnsAreChosenByName()
    {
        var path = Write("t,Height,y,label\n1,10,0.1,0\n2,20,0.2,1\n3,30,0.4,1\n");
        var set = PointSet.FromCsv(path, ["y", "height"]);
        Assert.Equal(["y", "Height"], set.Columns);
        Assert.Equal([0.1f, 10, 0.2f, 20, 0.4f, 30], set.ToArray());
        Assert.Equal([4], PointSet.FromCsv(path).SampleShape);
        Assert.Equal([1], PointSet.FromCsv(Write("1\n2\n3\n"), ["column 1"]).SampleShape);
    }

    /// <summary>Files that cannot be used, with words of the message.</summary>
    public static TheoryData<string, string, string[]> Refusals { get; } =
        new()
        {
            { "a word among numbers", "x,y\n1,2\n3,four\n5,6\n7,8\n", ["t.csv, line 3, column 'y'", "found 'four'", "a number"] },
            { "a unit", "x,y\n1,2\n3,4\n\n5 cm,6\n", ["line 5, column 'x'", "'5 cm'"] },
            { "two points", "1.2.3,4\n5,6\n7,8\n", ["line 1, column 'column 1'", "'1.2.3'"] },
            { "a gap", "x,y\n1,2\n3,\n5,NA\n6,7\n", ["line 3, column 'y'", "missing", "2 of 4 lines", "skipIncomplete: true"] },
            { "not a number", "x,y\n1,2\nnan,3\n5,6\n", ["line 3, column 'x'", "found 'nan'"] },
            { "infinity", "x,y\n1,2\nInfinity,3\n5,6\n", ["line 3, column 'x'", "'Infinity'", "finite"] },
            { "too large for a double", "x,y\n1,2\n1e999,3\n5,6\n", ["line 3, column 'x'", "'1e999'", "finite"] },
            { "too large for training", "x,y\n1,2\n1e300,3\n5,6\n", ["float32", "1E+300", "standardise"] },
            { "a line too short", "x,y\n1,2\n3\n5,6\n", ["line 3", "there is 1 field", "line 1 has 2"] },
            { "a line too long", "# c\nx;y\n1;2\n3;4;5\n", ["line 4", "3 fields", "line 2 has 2"] },
            { "decimal commas between commas", "x,y\n1,5,2,5\n3,5,4\n", ["line 2", "4 fields", "semicolon"] },
            { "two ways to write numbers", "x;y\n1,5;2\n3.5;4\n", ["line 2, column 'x'", "'1,5'", "'3.5'", "line 3"] },
            { "a quote that does not end", "x,y,k\n1,2,\"a\n3,4,b\n5,6,c\n", ["quoted field does not end", "line"] },
            { "text only", "name,colour\nAnna,red\nBen,blue\n", ["no column of numbers", "'name', 'colour'"] },
            { "names only", "x,y\n", ["names of columns", "no line of numbers"] },
            { "one point", "x,y\n1,2\n", ["1 complete lines", "at least 2"] },
            { "gaps only", "x,y\n1,\n,2\n", ["missing"] },
            { "nothing", "", ["is empty"] },
            { "comments only", "# nothing\n\n# yet\n", ["no line of data"] },
            { "a web page", "<html><body>Not found, sorry</body>\n</html>\n", ["t.csv"] },
        };

    [Theory]
    [MemberData(nameof(Refusals))]
    public void WhatCannotBeReadIsNamed(string what, string text, string[] words)
    {
        var error = Record.Exception(() => PointSet.FromCsv(Write(text)));
        Assert.True(error is InvalidDataException or ArgumentException, $"{what}: {error}");
        Assert.All(words, word => Assert.Contains(word, error.Message, StringComparison.Ordinal));
        Assert.DoesNotContain(folder, error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void OtherFilesAreNamed()
    {
        void Refused(byte[] content, string words)
        {
            var path = Path.Combine(folder, "other.csv");
            File.WriteAllBytes(path, content);
            Assert.Contains(words, Assert.Throws<InvalidDataException>(() => PointSet.FromCsv(path)).Message, StringComparison.Ordinal);
        }
        Refused([.. "PK"u8, 3, 4, 5, 6], "workbook");
        Refused([0x1f, 0x8b, 8, 0], "archive");
        Refused([1, 2, 0, 3], "byte 2 is 0");
        Assert.Contains(
            "is a folder",
            Assert.Throws<InvalidDataException>(() => PointSet.FromCsv(folder)).Message,
            StringComparison.Ordinal
        );
        var missing = Assert.Throws<FileNotFoundException>(() => PointSet.FromCsv(Path.Combine(folder, "point.csv"))).Message;
        Assert.Contains("no file 'point.csv'", missing, StringComparison.Ordinal);
        Assert.Throws<ArgumentException>(() => PointSet.FromCsv(" "));
        var path = Write("x,y,x\n1,2,3\n4,5,6\n");
        Assert.Contains(
            "no column 'z'; its columns are 'x', 'y', 'x'",
            Assert.Throws<ArgumentException>(() => PointSet.FromCsv(path, ["z"])).Message,
            StringComparison.Ordinal
        );
        Assert.Contains(
            "2 columns 'x'",
            Assert.Throws<ArgumentException>(() => PointSet.FromCsv(path, ["x"])).Message,
            StringComparison.Ordinal
        );
        Assert.Contains(
            "columns is empty",
            Assert.Throws<ArgumentException>(() => PointSet.FromCsv(path, [])).Message,
            StringComparison.Ordinal
        );
    }

    [Fact]
    public void MutatedBytesGiveNumbersOrASentence()
    {
        var good = Ways.Select(w => Encoding.UTF8.GetBytes(w.Data.Item2)).ToArray();
        var path = Path.Combine(folder, "mutated.csv");
        var mutation = Gen.Select(Gen.Int[0, 1_000_000], Gen.Byte, Gen.Int[0, 3]);
        Gen.Select(Gen.Int[0, good.Length - 1], mutation.Array[1, 8])
            .Sample(
                (which, mutations) =>
                {
                    File.WriteAllBytes(path, Mutation.Of(good[which], mutations));
                    Mutation.AnswersSoon(() =>
                    {
                        var set = PointSet.FromCsv(path, skipIncomplete: which % 2 == 0);
                        Assert.All(set.ToArray(), x => Assert.True(float.IsFinite(x)));
                        Assert.Equal(set.Count * set.Columns.Count, set.ToArray().Length);
                    });
                },
                iter: 3000
            );
    }

    [Fact]
    public void ALongLineIsNoTrap()
    {
        foreach (
            var text in new[]
            {
                new string(',', 5_000_000),
                new string('"', 2_000_001),
                string.Concat(Enumerable.Repeat("1,", 2_000_000)) + "\n1,2\n",
            }
        )
            Mutation.AnswersSoon(() => PointSet.FromCsv(Write(text)));
    }

    private string Write(string text)
    {
        var path = Path.Combine(folder, "t.csv");
        File.WriteAllText(path, text);
        return path;
    }
}

/// <summary>Files that were damaged: a reader answers with data or with a sentence, soon and without much memory.</summary>
internal static class Mutation
{
    /// <summary>Bytes replaced, removed, doubled, or cut off behind.</summary>
    public static byte[] Of(byte[] good, (int At, byte To, int How)[] mutations)
    {
        var bytes = good.ToList();
        foreach (var (place, to, how) in mutations)
        {
            if (bytes.Count == 0)
                break;
            var at = place % bytes.Count;
            switch (how)
            {
                case 0:
                    bytes[at] = to;
                    break;
                case 1:
                    bytes.RemoveAt(at);
                    break;
                case 2:
                    bytes.Insert(at, to);
                    break;
                default:
                    bytes.RemoveRange(at, Math.Min(bytes.Count - at, to));
                    break;
            }
        }
        return [.. bytes];
    }

    /// <summary>Runs a reader; a refusal must be a sentence.</summary>
    public static void AnswersSoon(Action read)
    {
        var (watch, before) = (Stopwatch.StartNew(), GC.GetAllocatedBytesForCurrentThread());
        var error = Record.Exception(read);
        Assert.True(
            error is null or InvalidDataException or FileNotFoundException or ArgumentException { ParamName: not "source" },
            error?.ToString()
        );
        Assert.DoesNotContain("Exception", error?.Message ?? "", StringComparison.Ordinal);
        Assert.True(watch.Elapsed < TimeSpan.FromSeconds(5), $"{watch.Elapsed}");
        Assert.InRange(GC.GetAllocatedBytesForCurrentThread() - before, 0, 1_000_000_000);
    }
}
