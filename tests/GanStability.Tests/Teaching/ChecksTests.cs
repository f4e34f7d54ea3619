using System.Xml.Linq;
using GanStability;
using Xunit;

namespace GanStability.Tests.Teaching;

public class ChecksTests
{
    [Fact]
    public void ACheckFailsLoudly()
    {
        Assert.Contains(
            "1 against 2",
            Assert.Throws<CheckFailedException>(() => new Checks().Close("one", 1, 2, 0.5)).Message,
            StringComparison.Ordinal
        );
        Assert.Throws<CheckFailedException>(() => new Checks().Close("nan", double.NaN, 1, 1e9));
        Assert.Throws<CheckFailedException>(() => new Checks().That("false", false));
    }

    [Fact]
    public void ACheckThatHoldsSaysSo()
    {
        var checks = new Checks().Close("half", 0.5, 0.5001, 1e-3).Close("infinite", double.PositiveInfinity, double.PositiveInfinity, 0);
        Assert.StartsWith("✓ half", checks.ToText(), StringComparison.Ordinal);
    }

    [Fact]
    public void AnInequalityShowsBothNumbers()
    {
        Assert.Equal("✓ error: 0.25 ≤ 0.5", new Checks().AtMost("error", .25, .5).ToText());
        Assert.Contains(
            "2 ≤ 1",
            Assert.Throws<CheckFailedException>(() => new Checks().AtMost("a", 2, 1)).Message,
            StringComparison.Ordinal
        );
        Assert.Throws<CheckFailedException>(() => new Checks().AtMost("nan", double.NaN, 1));
    }

    [Fact]
    public void SeveralChecksFoldToOneLineAndOneIsShownAsItIs()
    {
        var one = new Checks().That("a < b", true);
        Assert.Equal("<div class=\"gs-checks\">✓ a &lt; b</div>", one.ToHtml());
        var three = XDocument.Parse(one.That("c", true).That("d", true).ToHtml().Replace("<br>", "<br/>", StringComparison.Ordinal)).Root!;
        Assert.Equal("details", three.Name);
        Assert.Null(three.Attribute("open"));
        Assert.Equal("✓ 3 checks", three.Element("summary")!.Value);
        Assert.EndsWith("✓ a < b✓ c✓ d", three.Value, StringComparison.Ordinal);
        Assert.Equal("✓ a < b\n✓ c\n✓ d", one.ToText());
    }
}
