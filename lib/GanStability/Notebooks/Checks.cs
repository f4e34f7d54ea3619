using System.Globalization;
using System.Net;

namespace GanStability;

/// <summary>
/// The check under a derivation: compares what was derived with an independent computation and fails loudly when they differ.
/// End a cell on it: <c>new Checks().Close("KL by quadrature", derived, computed, 1e-9)</c>.
/// </summary>
public sealed class Checks : IShown
{
    private readonly List<string> passed = [];

    /// <summary>Two numbers agree.</summary>
    /// <param name="what">What is compared, in a few words.</param>
    /// <param name="derived">The number derived.</param>
    /// <param name="computed">The same number, computed independently.</param>
    /// <param name="tolerance">The largest difference allowed.</param>
    /// <returns>This, for the next check.</returns>
    /// <exception cref="CheckFailedException">They differ by more, or one is not a number.</exception>
    public Checks Close(string what, double derived, double computed, double tolerance)
    {
        var numbers = string.Create(CultureInfo.InvariantCulture, $"{derived:G7} against {computed:G7}, tolerance {tolerance:G2}");
        // Equal first, so that infinity agrees with infinity; written so that NaN never passes.
        return That($"{what}: {numbers}", derived == computed || Math.Abs(derived - computed) <= tolerance);
    }

    /// <summary>Something holds.</summary>
    /// <param name="what">What must hold, in a few words.</param>
    /// <param name="holds">Whether it does.</param>
    /// <returns>This, for the next check.</returns>
    /// <exception cref="CheckFailedException">It does not.</exception>
    public Checks That(string what, bool holds)
    {
        if (!holds)
            throw new CheckFailedException($"Check failed: {what}");
        passed.Add(what);
        return this;
    }

    /// <summary>A number is not larger than another.</summary>
    /// <param name="what">What is compared, in a few words.</param>
    /// <param name="smaller">The number that must not be larger.</param>
    /// <param name="larger">The number that must not be smaller.</param>
    /// <returns>This, for the next check.</returns>
    /// <exception cref="CheckFailedException">It is larger, or one is not a number.</exception>
    public Checks AtMost(string what, double smaller, double larger) =>
        // Written so that NaN never passes.
        That(string.Create(CultureInfo.InvariantCulture, $"{what}: {smaller:G5} ≤ {larger:G5}"), smaller <= larger);

    /// <summary>One line: a single check as it is, several as their number, which opens to the list.</summary>
    /// <returns>HTML that works without scripts.</returns>
    public string ToHtml()
    {
        var lines = string.Join("<br>", passed.Select(p => "✓ " + WebUtility.HtmlEncode(p)));
        return passed.Count <= 1
            ? $"<div class=\"gs-checks\">{lines}</div>"
            : $"<details class=\"gs-checks\"><summary style=\"cursor:pointer\">✓ {passed.Count} checks</summary>{lines}</details>";
    }

    /// <inheritdoc/>
    public string ToText() => string.Join("\n", passed.Select(p => "✓ " + p));

    /// <inheritdoc/>
    public override string ToString() => ToText();
}

/// <summary>A derivation and its independent computation disagree.</summary>
internal sealed class CheckFailedException : Exception
{
    /// <summary>Without a message.</summary>
    public CheckFailedException() { }

    /// <summary>With what failed.</summary>
    /// <param name="message">What failed, with both numbers.</param>
    public CheckFailedException(string message)
        : base(message) { }

    /// <summary>With what failed and why.</summary>
    /// <param name="message">What failed.</param>
    /// <param name="innerException">The reason.</param>
    public CheckFailedException(string message, Exception innerException)
        : base(message, innerException) { }
}
