using System.IO.Compression;
using System.Net;
using System.Net.Sockets;
using System.Security.Cryptography;
using System.Text.Json;
using GanStability.Runner.Downloads;
using Xunit;

namespace GanStability.Runner.Tests;

/// <summary>Downloads from a server in this process; nothing leaves the machine.</summary>
public sealed class DataTests : IDisposable
{
    private static readonly byte[] Content = [.. Enumerable.Range(0, 300_000).Select(i => (byte)(i * i / 7))];
    private readonly string folder = Directory.CreateTempSubdirectory("gan get ").FullName;

    public void Dispose() => Directory.Delete(folder, recursive: true);

    [Fact]
    public async Task GetFetchesVerifiesAndIsDoneTheSecondTime()
    {
        using var server = new Server();
        using var course = CourseWith(server.Address);
        var (code, output, error) = await course.RunAsync("data", "get", "tiny", "--to", folder);
        Assert.True(code == 0, error);
        Assert.Contains("verified", output, StringComparison.Ordinal);
        Assert.Equal(Zip(Content), await File.ReadAllBytesAsync(Path.Combine(folder, "tiny", "a.gz")));
        var (_, again, _) = await course.RunAsync("data", "get", "tiny", "--to", folder);
        Assert.Contains("already there", again, StringComparison.Ordinal);
        Assert.Single(server.Requests);
        Assert.Equal([Path.Combine(folder, "tiny", "a.gz")], Directory.GetFiles(Path.Combine(folder, "tiny")));
    }

    [Fact]
    public async Task AnUnknownNameIsBadUsageAndTheListNamesThemAll()
    {
        using var course = CourseWith("http://127.0.0.1:9/");
        var (code, _, error) = await course.RunAsync("data", "get", "tny", "--to", folder);
        Assert.Equal(2, code);
        Assert.Contains("There are: tiny", error, StringComparison.Ordinal);
        var (listed, output, _) = await course.RunAsync("data", "list");
        Assert.Equal(0, listed);
        Assert.Contains("tiny  not here", output, StringComparison.Ordinal);
        Assert.Contains("licence: none", output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task ABrokenConnectionKeepsThePartAndTheNextCallContinues()
    {
        using var server = new Server { BreakAfter = 50_000 };
        var e = await Assert.ThrowsAsync<DownloadException>(() => Fetch(server.Address));
        Assert.Contains("will be continued", e.Message, StringComparison.Ordinal);
        Assert.False(File.Exists(Final));
        var kept = new FileInfo(Final + ".part").Length;
        Assert.InRange(kept, 1, 50_000);
        server.BreakAfter = null;
        Assert.Null(await Fetch(server.Address));
        Assert.Equal($"bytes={kept}-", server.Requests[^1]);
        AssertWhole();
    }

    [Fact]
    public async Task AServerWithoutRangesStartsAgain()
    {
        await File.WriteAllBytesAsync(Final + ".part", Content[..1000]);
        using var server = new Server { Ranges = false };
        await Fetch(server.Address);
        AssertWhole();
    }

    [Fact]
    public async Task AWrongPartIsThrownAwayAndFetchedAnew()
    {
        await File.WriteAllBytesAsync(Final + ".part", new byte[1000]);
        using var server = new Server();
        await Fetch(server.Address);
        Assert.Equal(["bytes=1000-", ""], server.Requests);
        AssertWhole();
    }

    [Fact]
    public async Task ThePartMayBeTheWhole()
    {
        await File.WriteAllBytesAsync(Final + ".part", Content);
        using var server = new Server();
        await Fetch(server.Address);
        AssertWhole();
    }

    [Theory]
    [InlineData("damaged")]
    [InlineData("missing")]
    [InlineData("down")]
    [InlineData("breaking")]
    public async Task TheSecondAddressIsTried(string first)
    {
        using var bad = new Server
        {
            Damage = first == "damaged",
            Missing = first == "missing",
            BreakAfter = first == "breaking" ? 20_000 : null,
        };
        using var good = new Server();
        await Fetch(first == "down" ? NobodyListens() : bad.Address, good.Address);
        AssertWhole();
        // What arrived before the connection broke is continued at the other address.
        if (first == "breaking")
            Assert.StartsWith("bytes=", good.Requests[0], StringComparison.Ordinal);
    }

    [Fact]
    public async Task AWrongFileIsRefusedEverywhereAndNothingIsLeft()
    {
        using var server = new Server { Damage = true };
        var e = await Assert.ThrowsAsync<DownloadException>(() => Fetch(server.Address));
        Assert.Contains($"it should be {Sha(Content)}", e.Message, StringComparison.Ordinal);
        Assert.Empty(Directory.GetFiles(folder));
    }

    [Fact]
    public async Task NoNetworkSaysSo()
    {
        var e = await Assert.ThrowsAsync<DownloadException>(() => Fetch(NobodyListens(), "http://nowhere.invalid/"));
        Assert.Contains("no connection", e.Message, StringComparison.Ordinal);
        Assert.Contains("no network, or no such address", e.Message, StringComparison.Ordinal);
        using var course = CourseWith(NobodyListens());
        var (code, _, error) = await course.RunAsync("data", "get", "tiny", "--to", folder);
        Assert.Equal(1, code);
        Assert.Contains("no connection", error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task AFullDiskIsNoticedBeforeAndDuring()
    {
        using var server = new Server();
        using var before = new Downloader { FreeSpace = _ => 1000 };
        Assert.Contains(
            "disk is full",
            (await Assert.ThrowsAsync<DownloadException>(() => Fetch(before, server.Address))).Message,
            StringComparison.Ordinal
        );
        Assert.Empty(Directory.GetFiles(folder));
        Assert.SkipUnless(File.Exists("/dev/full"), "This machine has no /dev/full.");
        using var during = new Downloader { OpenPart = _ => new FileStream("/dev/full", FileMode.Open, FileAccess.Write) };
        Assert.Contains(
            "disk is full",
            (await Assert.ThrowsAsync<DownloadException>(() => Fetch(during, server.Address))).Message,
            StringComparison.Ordinal
        );
        Assert.Empty(Directory.GetFiles(folder));
    }

    [Fact]
    public async Task WithoutAPublishedHashAChangeIsReported()
    {
        using var server = new Server();
        using var downloader = new Downloader();
        var unknown = new DataFileEntry("a.bin");
        Task<string?> Get() => downloader.FetchAsync(unknown, [server.Address], folder, (_, _) => { }, CancellationToken.None);
        Assert.Null(await Get());
        Assert.Null(await Get());
        server.Damage = true;
        Assert.Contains(Sha(Content), await Get(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task ProgressReachesTheEnd()
    {
        using var server = new Server();
        using var downloader = new Downloader();
        var seen = new List<(long Done, long? All)>();
        await downloader.FetchAsync(Entry, [server.Address], folder, (done, all) => seen.Add((done, all)), CancellationToken.None);
        Assert.Equal((Content.Length, (long?)Content.Length), seen[^1]);
        Assert.Equal(seen.OrderBy(s => s.Done), seen);
    }

    [Fact]
    public void TheManifestIsWhole()
    {
        using var json = File.OpenRead(Path.Combine(Course.Real.Root, "data", "manifest.json"));
        var manifest = DataManifest.Read(json);
        Assert.Equal(["mnist", "fashion-mnist", "kmnist", "cifar-10", "inception"], manifest.DataSets.Select(d => d.Name));
        Assert.All(manifest.DataSets, d =>
        {
            Assert.True(File.Exists(Path.Combine(Course.Real.Root, "data", d.Name + ".md")), $"{d.Name} has no card.");
            Assert.All(d.Addresses, a => Assert.EndsWith("/", a, StringComparison.Ordinal));
            Assert.All(d.Files, f => Assert.True(f.ArchiveMd5 is null or { Length: 32 } && f.ContentSha256 is null or { Length: 64 }));
            // A second address only where a hash can tell whether it has the same file.
            Assert.Equal(d.Files.All(f => f.ArchiveMd5 is not null), d.Addresses.Count > 1);
        });
    }

    private static DataFileEntry Entry => new("a.bin", ContentSha256: Sha(Content));

    private string Final => Path.Combine(folder, "a.bin");

    private async Task<string?> Fetch(params string[] addresses)
    {
        using var downloader = new Downloader();
        return await Fetch(downloader, addresses);
    }

    private Task<string?> Fetch(Downloader downloader, params string[] addresses) =>
        downloader.FetchAsync(Entry, addresses, folder, (_, _) => { }, CancellationToken.None);

    private void AssertWhole()
    {
        Assert.Equal(Content, File.ReadAllBytes(Final));
        Assert.Equal([Final], Directory.GetFiles(folder));
    }

    private static Course CourseWith(string address)
    {
        var course = new Course("data");
        Directory.CreateDirectory(Path.Combine(course.Root, "data"));
        File.WriteAllText(
            Path.Combine(course.Root, "data", "manifest.json"),
            JsonSerializer.Serialize(
                new
                {
                    dataSets = new[]
                    {
                        new
                        {
                            name = "tiny",
                            title = "Tiny",
                            licence = "none",
                            classes = new[] { "a" },
                            addresses = new[] { address },
                            files = new[] { new { name = "a.gz", contentSha256 = Sha(Content) } },
                        },
                    },
                }
            )
        );
        return course;
    }

    private static byte[] Zip(byte[] content)
    {
        using var memory = new MemoryStream();
        using (var zip = new GZipStream(memory, CompressionLevel.Fastest))
            zip.Write(content);
        return memory.ToArray();
    }

    private static string Sha(byte[] content) => Convert.ToHexStringLower(SHA256.HashData(content));

    private static string NobodyListens()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return $"http://127.0.0.1:{((IPEndPoint)listener.LocalEndpoint).Port}/";
    }

    /// <summary>Serves <see cref="Content"/> (zipped for names that end with .gz), well or badly.</summary>
    private sealed class Server : IDisposable
    {
        private readonly HttpListener listener = new();

        public Server()
        {
            Address = NobodyListens();
            listener.Prefixes.Add(Address);
            listener.Start();
            _ = ServeAsync();
        }

        public string Address { get; }

        public List<string> Requests { get; } = [];

        public bool Ranges { get; init; } = true;

        public bool Missing { get; init; }

        public bool Damage { get; set; }

        public int? BreakAfter { get; set; }

        public void Dispose() => listener.Close();

        private async Task ServeAsync()
        {
            try
            {
                while (true)
                    await AnswerAsync(await listener.GetContextAsync());
            }
            catch (Exception e) when (e is HttpListenerException or ObjectDisposedException)
            {
                // The test is over.
            }
        }

        private async Task AnswerAsync(HttpListenerContext context)
        {
            var range = context.Request.Headers["Range"] ?? "";
            Requests.Add(range);
            var response = context.Response;
            var content = context.Request.Url!.AbsolutePath.EndsWith(".gz", StringComparison.Ordinal) ? Zip(Content) : [.. Content];
            if (Damage)
                content[content.Length / 2] ^= 1;
            var from =
                Ranges && range.Length > 0 ? int.Parse(range["bytes=".Length..^1], System.Globalization.CultureInfo.InvariantCulture) : 0;
            if (Missing || from >= content.Length)
            {
                response.StatusCode = Missing ? 404 : 416;
                response.Close();
                return;
            }
            if (from > 0)
            {
                response.StatusCode = 206;
                response.Headers["Content-Range"] = $"bytes {from}-{content.Length - 1}/{content.Length}";
            }
            response.ContentLength64 = content.Length - from;
            if (BreakAfter is { } limit)
            {
                await response.OutputStream.WriteAsync(content.AsMemory(from, limit));
                await response.OutputStream.FlushAsync();
                response.Abort();
                return;
            }
            await response.OutputStream.WriteAsync(content.AsMemory(from));
            response.Close();
        }
    }
}
