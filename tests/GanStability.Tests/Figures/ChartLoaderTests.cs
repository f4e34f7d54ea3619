using System.ComponentModel;
using System.Diagnostics;
using System.Text.Json;
using System.Text.RegularExpressions;
using Xunit;

namespace GanStability.Tests.Figures;

/// <summary>Where the charts of a page look for plotly.js, tried with Node.js on pages that stand in for real ones; else skipped.</summary>
public sealed partial class ChartLoaderTests
{
    private const string Kit = "artifacts/kit/plotly.min.js";
    private static readonly object Lab = new { baseUrl = "/user/ann/" };

    [Theory]
    [InlineData("http://h/user/ann/lab/tree/notebooks/solutions/01.ipynb", $"notebooks/solutions/{Kit} notebooks/{Kit} {Kit}")]
    [InlineData("http://h/user/ann/lab/workspaces/auto-1/tree/notebooks/01.ipynb", $"notebooks/{Kit} {Kit}")]
    [InlineData("http://h/user/ann/notebooks/notebooks/my%20own.ipynb", $"notebooks/{Kit} {Kit}")]
    [InlineData("http://h/user/ann/lab", Kit)]
    public void JupyterServesItUnderItsBaseAddress(string address, string asked)
    {
        var all = asked.Split(' ').Select(a => $"/user/ann/files/{a}").ToList();
        var page = Open(
            new
            {
                address,
                settings = Lab,
                lies = all[^1],
                amd = true,
            }
        );
        Assert.Equal(all, page.Requested);
        Assert.Equal(1, page.Drawn);
    }

    [Fact]
    public void TheOldNotebookSaysItsBaseAddressOnItsBody()
    {
        var body = new { baseUrl = "/" };
        var page = Open(
            new
            {
                address = "http://h/notebooks/notebooks/01.ipynb",
                body,
                lies = $"/files/{Kit}",
                amd = true,
            }
        );
        Assert.Equal([$"/files/notebooks/{Kit}", $"/files/{Kit}"], page.Requested);
        Assert.Equal(1, page.Drawn);
    }

    [Fact]
    public void AnyOtherPageHasItBesideItself()
    {
        var page = Open(
            new
            {
                address = "http://h/artifacts/book/01.html",
                lies = "../kit/plotly.min.js",
                answersAll = true,
            }
        );
        Assert.Equal(["plotly.min.js", $"../{Kit}", $"../../{Kit}", "../kit/plotly.min.js"], page.Requested);
        Assert.Equal(1, page.Drawn);
        Assert.Equal(0, Open(new { address = "http://h/01.html", answersAll = true }).Drawn);
    }

    [Fact]
    public void TheModuleLoaderOfThePageIsLeftAlone()
    {
        foreach (var amd in new[] { true, false })
        {
            var page = Open(
                new
                {
                    address = "http://h/lab/tree/01.ipynb",
                    settings = new { baseUrl = "/" },
                    lies = $"/files/{Kit}",
                    amd,
                }
            );
            Assert.Equal((1, 0), (page.Drawn, page.Defines.Count));
        }
    }

    private static Page Open(object page)
    {
        var script = InsideScript().Matches(Gallery.Losses().ToHtml())[^1].Groups[1].Value;
        var start = new ProcessStartInfo("node", [Path.Combine(AppContext.BaseDirectory, "loader-test.js")])
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
        };
        Process node;
        try
        {
            node = Process.Start(start)!;
        }
        catch (Win32Exception)
        {
            Assert.Skip("There is no Node.js on this machine.");
            throw;
        }
        using (node)
        {
            node.StandardInput.Write(JsonSerializer.Serialize(new { loader = script, pages = new[] { page } }));
            node.StandardInput.Close();
            return JsonSerializer.Deserialize<Page>(node.StandardOutput.ReadToEnd(), JsonSerializerOptions.Web)!;
        }
    }

    [GeneratedRegex("<script>(.*?)</script>", RegexOptions.Singleline)]
    private static partial Regex InsideScript();

    private sealed record Page(IReadOnlyList<string> Requested, int Drawn, IReadOnlyList<string> Defines);
}
