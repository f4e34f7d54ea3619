using System.Globalization;
using GanStability.Runner.Commands;
using PuppeteerSharp;
using Xunit;

namespace GanStability.Runner.Tests;

/// <summary>
/// The book of the course as a reader has it: opened from disk in a browser. Skipped where no Chromium is installed (on Debian:
/// <c>apt-get install chromium</c>), or named by the variable CHROMIUM.
/// </summary>
public sealed class BrowserTests(BrowserTests.Book book) : IClassFixture<BrowserTests.Book>
{
    private const string Replay = "00-start-here.html";

    [Fact]
    public async Task TheSearchFindsASectionAndGoesThere()
    {
        await using var page = await book.OpenAsync("index.html");
        await page.Keyboard.PressAsync("/");
        await page.Keyboard.TypeAsync("rewards collapse");
        await page.WaitForSelectorAsync("#found li a");
        await page.WaitForFunctionAsync(
            "() => [...document.querySelectorAll('#found a')].some(a => a.href.includes('10-feature-matching.html#'))"
        );
        var first = await page.EvaluateExpressionAsync<string>("document.querySelector('#found a').href");
        Assert.Contains(".html#", first, StringComparison.Ordinal);
        await page.Keyboard.PressAsync("ArrowDown");
        await page.Keyboard.PressAsync("Enter");
        await page.WaitForFunctionAsync("address => location.href === address", first);
        // Chinese has no blanks between its words.
        await page.FocusAsync(".bar input");
        await page.Keyboard.TypeAsync("塌陷");
        await page.WaitForFunctionAsync("() => [...document.querySelectorAll('#found a')].some(a => a.href.includes('90-glossary'))");
        await page.Keyboard.PressAsync("Escape");
        Assert.True(await page.EvaluateExpressionAsync<bool>("document.querySelector('#found').hidden"));
    }

    [Fact]
    public async Task TheThemeIsChosenAndKept()
    {
        await using var page = await book.OpenAsync(Replay);
        const string Paper = "getComputedStyle(document.body).backgroundColor";
        var light = await page.EvaluateExpressionAsync<string>(Paper);
        const string Press = "[...document.querySelectorAll('.tools button')].find(b => b.ariaLabel?.startsWith('Theme')).click()";
        foreach (var theme in new[] { "light", "dark" })
        {
            await page.EvaluateExpressionAsync(Press);
            Assert.Equal(theme, await page.EvaluateExpressionAsync<string>("document.documentElement.dataset.theme"));
        }
        Assert.NotEqual(light, await page.EvaluateExpressionAsync<string>(Paper));
        await page.ReloadAsync();
        Assert.NotEqual(light, await page.EvaluateExpressionAsync<string>(Paper));
        await page.EvaluateExpressionAsync(Press);
        Assert.Equal(light, await page.EvaluateExpressionAsync<string>(Paper));
    }

    [Fact]
    public async Task AReplayIsPlayedFromTheKeyboard()
    {
        await using var page = await book.OpenAsync(Replay);
        await page.WaitForSelectorAsync(".gs-player");
        Assert.True(await page.EvaluateExpressionAsync<bool>("document.querySelectorAll('.slider-container').length === 0"));
        await page.FocusAsync(".gs-player input");
        await page.Keyboard.PressAsync("Home");
        const string Told = "document.querySelector('.gs-player input').ariaValueText";
        Assert.Equal("step = 0", await page.EvaluateExpressionAsync<string>(Told));
        const string Drawn =
            "JSON.stringify(document.querySelector('.gs-player').closest('.js-plotly-plot').data.map(t => t.x?.slice(0, 9)))";
        var before = await page.EvaluateExpressionAsync<string>(Drawn);
        await page.Keyboard.PressAsync("ArrowRight");
        await page.WaitForFunctionAsync($"before => {Drawn} !== before", before);
        await page.Keyboard.PressAsync("Space");
        await page.WaitForFunctionAsync("() => +document.querySelector('.gs-player input').value >= 4");
        await page.Keyboard.PressAsync("Space");
        Assert.Equal("Play", await page.EvaluateExpressionAsync<string>("document.querySelector('.gs-player button').ariaLabel"));
    }

    [Fact]
    public async Task EverySlideShowReachesEverythingAndNothingIsTooSmallOrCutOff()
    {
        var faults = new List<string>();
        foreach (var file in book.Pages.Where(file => char.IsDigit(file[0]) && file[0] != '9'))
        {
            await using var page = await book.OpenAsync(file, 1366, 768);
            await Drawn(page);
            await page.AddScriptTagAsync(new AddTagOptions { Path = Path.Combine(Book.Sources, "slides.js") });
            foreach (var (width, height) in new[] { (1366, 768), (1920, 1080) })
            {
                await page.SetViewportAsync(new ViewPortOptions { Width = width, Height = height });
                var walk = await page.EvaluateExpressionAsync<System.Text.Json.JsonElement>("walk()");
                Assert.InRange(walk.GetProperty("count").GetInt32(), 10, 60);
                faults.AddRange(walk.GetProperty("faults").EnumerateArray().Select(fault => $"{file} at {width}: {fault}"));
            }
            Assert.False(await page.EvaluateExpressionAsync<bool>("document.documentElement.classList.contains('presenting')"));
            Assert.Equal(0, await page.EvaluateExpressionAsync<int>("document.querySelectorAll('.off, .later').length"));
        }
        Assert.True(faults.Count == 0, string.Join('\n', faults));
    }

    [Fact]
    public async Task AChartIsDarkOnADarkPageAndKeepsTheColoursOfItsLines()
    {
        await using var page = await book.OpenAsync("04-mode-collapse.html");
        await Drawn(page);
        const string Chart = "[...document.querySelectorAll('.js-plotly-plot')].find(c => c.data.some(t => t.mode === 'lines' && t.name))";
        const string Of = "[c.layout.paper_bgcolor, c.layout.font.color, c.data.find(t => t.mode === 'lines' && t.name).line.color]";
        const string Look = $"(c => {Of})({Chart})";
        const string Paper = $"getComputedStyle({Chart}.querySelector('.main-svg')).backgroundColor";
        var light = await page.EvaluateExpressionAsync<string[]>(Look);
        Assert.Equal("rgb(255, 255, 255)", await page.EvaluateExpressionAsync<string>(Paper));
        await page.EvaluateExpressionAsync("document.documentElement.dataset.theme = 'dark'");
        await page.WaitForFunctionAsync($"() => {Paper} === 'rgb(20, 24, 30)'");
        var dark = await page.EvaluateExpressionAsync<string[]>(Look);
        Assert.NotEqual(light[1], dark[1]);
        Assert.Equal(light[2], dark[2]);
        // The player's letters go along, and the way back leads to the same chart.
        Assert.Equal(
            await page.EvaluateExpressionAsync<string>("getComputedStyle(document.body).color"),
            await page.EvaluateExpressionAsync<string>("getComputedStyle(document.querySelector('.gs-player')).color")
        );
        await page.EvaluateExpressionAsync("document.documentElement.dataset.theme = 'light'");
        await page.WaitForFunctionAsync($"() => {Paper} === 'rgb(255, 255, 255)'");
        Assert.Equal(light, await page.EvaluateExpressionAsync<string[]>(Look));
    }

    [Fact]
    public async Task APictureOfAChartIsDarkOnADarkPageAndGeneratedPicturesAreWhatTheyAre()
    {
        static string Filter(string picture) => $"getComputedStyle(document.querySelector('{picture}')).filter";
        foreach (var (file, picture, filter) in new[]
        {
            (Replay, ".shown img[alt^=\"Samples and losses\"]", "invert(0.92) hue-rotate(180deg)"),
            (Replay, ".gs-figure > div:has(> script) > img", "invert(0.92) hue-rotate(180deg)"),
            ("04-mode-collapse.html", ".gs-figure img[alt*=\"pictures of\"]", "brightness(0.82)"),
        })
        {
            await using var page = await book.OpenAsync(file);
            Assert.Equal("none", await page.EvaluateExpressionAsync<string>(Filter(picture)));
            await page.EvaluateExpressionAsync("document.documentElement.dataset.theme = 'dark'");
            Assert.Equal(filter, await page.EvaluateExpressionAsync<string>(Filter(picture)));
            // Paper is white.
            await page.EmulateMediaTypeAsync(PuppeteerSharp.Media.MediaType.Print);
            Assert.Equal("none", await page.EvaluateExpressionAsync<string>(Filter(picture)));
        }
    }

    /// <summary>Of every kind of page one, and the chapters with the widest tables and the most figures: Chromium takes its time.</summary>
    [Theory]
    [InlineData("index.html")]
    [InlineData("04-mode-collapse.html")]
    [InlineData("20-showdown.html")]
    [InlineData("91-instructor-guide.html")]
    public async Task APagePrintsWholeOnPagesOfPaper(string file)
    {
        var faults = new List<string>();
        await using var page = await book.OpenAsync(file, 1366, 900);
        await Drawn(page);
        // What a reader sees last on the screen: dark, code hidden, everything folded.
        await page.EvaluateExpressionAsync(
            "document.documentElement.dataset.theme = 'dark';"
                + "addEventListener('beforeprint', () => window.printed = document.querySelectorAll('main details:not([open])').length)"
        );
        var paper = await page.PdfDataAsync(new PdfOptions { Format = PuppeteerSharp.Media.PaperFormat.A4 });
        var sheets = System.Text.RegularExpressions.Regex.Count(System.Text.Encoding.Latin1.GetString(paper), @"/Type\s*/Page\b");
        // As wide as the paper between its margins, 10.5 pt letters.
        await page.EmulateMediaTypeAsync(PuppeteerSharp.Media.MediaType.Print);
        await page.SetViewportAsync(new ViewPortOptions { Width = 718, Height = 1000 });
        await page.EvaluateExpressionAsync("dispatchEvent(new Event('beforeprint'))");
        faults.AddRange(
            (
                await page.EvaluateExpressionAsync<string[]>(
                    """
                    (() => {
                      const seen = (what, test, say) => [...document.querySelectorAll(what)]
                        .filter(e => e.offsetHeight > 0 && test(e)).map(e => `${say}: ${e.textContent.trim().slice(0, 50)}`);
                      const small = [...document.querySelectorAll('.gs-figure')].filter(f => f.querySelector('img').offsetHeight < 50);
                      return [
                        ...seen('nav, .bar, .tools, .copy, .gs-player', () => true, 'a tool of the screen'),
                        ...seen('main pre', e => e.scrollWidth > e.clientWidth + 1, 'code is cut off'),
                        ...seen('main .shown', e => e.getBoundingClientRect().right > innerWidth + 1, 'an output is cut off'),
                        ...seen('main figure, main img', e => e.getBoundingClientRect().right > innerWidth + 1, 'a figure is cut off'),
                        ...seen('main img', e => e.offsetHeight > 980, 'a figure is higher than a page'),
                        ...seen('main details:not([open])', e => !e.matches('.setup'), 'folded'),
                        ...(getComputedStyle(document.body).backgroundColor === 'rgb(255, 255, 255)' ? [] : ['the paper is dark']),
                        ...small.map(() => 'a figure is missing'),
                        `height ${document.documentElement.scrollHeight}`,
                      ];
                    })()
                    """
                )
            ).Where(fault => !Sane(fault)).Select(fault => $"{file}: {fault}")
        );
        // Pages are full: what must stay together may leave a gap, but not every second page.
        bool Sane(string fault) =>
            fault.StartsWith("height ", StringComparison.Ordinal)
            && double.Parse(fault.AsSpan(7), CultureInfo.InvariantCulture) / 1000 is var needed
            && sheets >= Math.Floor(needed * .7)
            && sheets <= Math.Ceiling(needed * 1.7) + 2;
        Assert.True(faults.Count == 0, string.Join('\n', faults));
    }

    [Fact]
    public async Task KeysInsideAPlayerDoNotLeaveTheSlide()
    {
        await using var page = await book.OpenAsync(Replay, 1366, 768);
        await page.WaitForSelectorAsync(".gs-player");
        await page.Keyboard.PressAsync("p");
        while (!await page.EvaluateExpressionAsync<bool>("!!document.querySelector('.on .gs-player')?.checkVisibility()"))
            await page.Keyboard.PressAsync("ArrowRight");
        const string At = "document.querySelector('.deck output').textContent";
        var at = await page.EvaluateExpressionAsync<string>(At);
        await page.EvaluateExpressionAsync("document.querySelector('.on .gs-player button').focus()");
        foreach (var key in new[] { "ArrowLeft", "ArrowRight", "Space" })
            await page.Keyboard.PressAsync(key);
        Assert.Equal(at, await page.EvaluateExpressionAsync<string>(At));
        // Out of the player, the same key goes on: to the end of the slide, and to the next.
        await page.Keyboard.PressAsync("Escape");
        for (var press = 0; press < 6 && at == await page.EvaluateExpressionAsync<string>(At); press++)
            await page.Keyboard.PressAsync("ArrowRight");
        Assert.NotEqual(at, await page.EvaluateExpressionAsync<string>(At));
    }

    [Fact]
    public async Task ATermTellsWhatItMeans()
    {
        await using var page = await book.OpenAsync("10-feature-matching.html");
        await page.HoverAsync("a.term");
        await page.WaitForFunctionAsync("() => !document.querySelector('#meaning').hidden");
        Assert.Contains(
            "判别器",
            await page.EvaluateExpressionAsync<string>("document.querySelector('#meaning').textContent"),
            StringComparison.Ordinal
        );
        await page.Keyboard.PressAsync("Escape");
        Assert.True(await page.EvaluateExpressionAsync<bool>("document.querySelector('#meaning').hidden"));
    }

    [Fact]
    public async Task TheGlossaryIsSortedInBothLanguages()
    {
        await using var page = await book.OpenAsync("90-glossary.html");
        const string Terms = "[...document.querySelectorAll('tr[id^=term-]')].map(row => row.querySelector('strong').textContent)";
        var topics = await page.EvaluateExpressionAsync<string[]>(Terms);
        await page.EvaluateExpressionAsync("document.querySelectorAll('.orders button')[1].click()");
        var english = await page.EvaluateExpressionAsync<string[]>(Terms);
        var letters = english.Select(term => char.ToUpperInvariant(term[0])).ToList();
        Assert.Equal(letters.Order(), letters);
        await page.EvaluateExpressionAsync("document.querySelectorAll('.orders button')[2].click()");
        var chinese = await page.EvaluateExpressionAsync<string[]>(Terms);
        // 参数初始化 (cān), 层归一化 (céng), 潜在向量 (qián): by sound, not by stroke or code.
        string[] sounds = ["initialisation", "layer normalisation", "latent vector"];
        Assert.Equal(sounds, chinese.Where(sounds.Contains));
        Assert.Equal(topics.Order(), chinese.Order());
        await page.EvaluateExpressionAsync("document.querySelectorAll('.orders button')[0].click()");
        Assert.Equal(topics, await page.EvaluateExpressionAsync<string[]>(Terms));
    }

    [Fact]
    public async Task EveryPageFitsEveryScreenAndIsAccessibleInLightAndDark()
    {
        var faults = new List<string>();
        foreach (var file in book.Pages)
        {
            await using var page = await book.OpenAsync(file);
            await page.AddScriptTagAsync(new AddTagOptions { Path = Path.Combine(Book.Sources, "axe", "axe.min.js") });
            foreach (var theme in new[] { "light", "dark" })
            {
                // What Plotly draws is a picture to the reader: its text stands beside it, and its player is checked. A heading that is
                // a formula is read out by its MathML, which axe takes for nothing.
                const string Check = """
                    axe.run({ exclude: ['.plot-container', 'th:has(> .katex)'] })
                      .then(all => all.violations.map(v => `${v.id}: ${v.nodes.length} × ${v.nodes[0].html.slice(0, 160)}`))
                    """;
                await page.EvaluateExpressionAsync($"document.documentElement.dataset.theme = '{theme}'");
                faults.AddRange((await page.EvaluateExpressionAsync<string[]>(Check)).Select(fault => $"{file}, {theme}: {fault}"));
            }
            foreach (var width in new[] { 1920, 1366, 390 })
            {
                const string Over = "document.documentElement.scrollWidth - document.documentElement.clientWidth";
                await page.SetViewportAsync(new ViewPortOptions { Width = width, Height = 900 });
                if (await page.EvaluateExpressionAsync<int>(Over) is var over and > 0)
                    faults.Add($"{file} is {over} pixels too wide at {width}");
            }
            faults.AddRange((await page.EvaluateExpressionAsync<string[]>("faults")).Select(fault => $"{file}: {fault}"));
        }
        Assert.True(faults.Count == 0, string.Join('\n', faults));
    }

    /// <summary>Waits until every chart stands where its picture was.</summary>
    private static Task Drawn(IPage page) =>
        page.WaitForFunctionAsync(
            "() => [...document.querySelectorAll('.gs-figure > div > script')].every(s => s.parentNode.querySelector('.main-svg'))"
                + " && ![...document.querySelectorAll('.gs-figure > div > div')].some(d => d.style.visibility === 'hidden')"
        );

    /// <summary>The book, written from the stored outputs, and a browser.</summary>
    public sealed class Book : IAsyncLifetime
    {
        private readonly string folder = Path.Combine(Path.GetTempPath(), $"book {Guid.NewGuid():N}");
        private IBrowser? browser;

        /// <summary>Where the tests lie.</summary>
        public static string Sources => Path.Combine(Course.Real.Root, "tests", "Runner.Tests");

        /// <summary>All pages.</summary>
        public IReadOnlyList<string> Pages
        {
            get
            {
                RequireBrowser();
                return [.. Directory.EnumerateFiles(folder, "*.html").Select(file => Path.GetFileName(file)).Order()];
            }
        }

        public async ValueTask InitializeAsync()
        {
            string?[] places =
            [
                Environment.GetEnvironmentVariable("CHROMIUM"),
                "/usr/bin/chromium",
                "/usr/bin/chromium-browser",
                "/usr/bin/google-chrome",
            ];
            if (places.FirstOrDefault(File.Exists) is not { } chromium)
                return;
            using var output = new StringWriter(CultureInfo.InvariantCulture);
            var code = await Cli.RunAsync(["book", "--out", folder], new Terminal(output, output, null), Course.Real.Root);
            Assert.True(code == 0, output.ToString());
            browser = await Puppeteer.LaunchAsync(
                new LaunchOptions
                {
                    ExecutablePath = chromium,
                    Args = ["--no-sandbox", "--disable-gpu", "--allow-file-access-from-files"],
                    Timeout = 120_000,
                    ProtocolTimeout = 180_000,
                }
            );
        }

        /// <summary>Opens a page of the book; the test is skipped where there is no browser.</summary>
        public async Task<IPage> OpenAsync(string file, int width = 1366, int height = 900)
        {
            RequireBrowser();
            var page = await browser!.NewPageAsync();
            page.DefaultTimeout = 120_000;
            await page.SetViewportAsync(new ViewPortOptions { Width = width, Height = height });
            // That an observer is told later than it might is a notice, not a fault.
            await page.EvaluateExpressionOnNewDocumentAsync(
                "window.faults = []; addEventListener('error', e => e.message.startsWith('ResizeObserver') || faults.push(e.message))"
            );
            await page.GoToAsync(new Uri(Path.Combine(folder, file)).AbsoluteUri);
            return page;
        }

        private void RequireBrowser() =>
            Assert.SkipWhen(browser is null, "No Chromium is installed: apt-get install chromium, or set CHROMIUM.");

        public async ValueTask DisposeAsync()
        {
            if (browser is not null)
                await browser.DisposeAsync();
            if (Directory.Exists(folder))
                Directory.Delete(folder, recursive: true);
        }
    }
}
