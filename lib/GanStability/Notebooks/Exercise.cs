using System.Globalization;
using System.Net;

namespace GanStability;

/// <summary>
/// The check cell of an exercise. It never throws: a stub that is not filled in yet, or an answer that fails, gets a sentence that says
/// what is wrong and where to look. Before an attempt there is no hint: a reader of the book, or a class before the projector, is to think
/// first.
/// End a cell on it: <c>new Exercise("1").Close("KL(p‖q)", () =&gt; MyKl(p, q), 0.5, 1e-6, "the sum runs over p, not q")</c>.
/// </summary>
/// <param name="number">The number of the exercise.</param>
public sealed class Exercise(string number) : IShown
{
    private const string Unanswered = "not answered yet";
    private readonly List<string> verdicts = [];

    /// <summary>Every part so far is right.</summary>
    public bool Solved { get; private set; } = true;

    /// <summary>An answer is a number.</summary>
    /// <param name="what">What is asked for.</param>
    /// <param name="answer">Computes the learner's answer.</param>
    /// <param name="expected">The right number.</param>
    /// <param name="tolerance">The largest difference allowed.</param>
    /// <param name="hint">Where to look when it is wrong.</param>
    /// <returns>This, for the next part.</returns>
    public Exercise Close(string what, Func<double> answer, double expected, double tolerance, string hint)
    {
        ArgumentNullException.ThrowIfNull(answer);
        return Judge(
            what,
            hint,
            () =>
            {
                var value = answer();
                if (double.IsNaN(value))
                    return Unanswered;
                return value == expected || Math.Abs(value - expected) <= tolerance
                    ? null
                    : string.Create(CultureInfo.InvariantCulture, $"{value:G6} is too {(value > expected ? "large" : "small")}");
            }
        );
    }

    /// <summary>An answer has a property.</summary>
    /// <param name="what">What must hold.</param>
    /// <param name="holds">Whether it does; null when there is no answer yet.</param>
    /// <param name="hint">Where to look when it does not.</param>
    /// <returns>This, for the next part.</returns>
    public Exercise That(string what, Func<bool?> holds, string hint)
    {
        ArgumentNullException.ThrowIfNull(holds);
        return Judge(
            what,
            hint,
            () =>
                holds() switch
                {
                    true => null,
                    false => "does not hold",
                    null => Unanswered,
                }
        );
    }

    /// <inheritdoc/>
    public string ToHtml() =>
        $"<div class=\"gs-exercise\"><strong>Exercise {WebUtility.HtmlEncode(number)}</strong><br>"
        + $"{string.Join("<br>", verdicts.Select(WebUtility.HtmlEncode))}</div>";

    /// <inheritdoc/>
    public string ToText() => $"Exercise {number}\n{string.Join("\n", verdicts)}";

    /// <inheritdoc/>
    public override string ToString() => ToText();

    private Exercise Judge(string what, string hint, Func<string?> fault)
    {
        string? wrong;
        try
        {
            wrong = fault();
        }
        catch (NotImplementedException)
        {
            wrong = Unanswered;
        }
#pragma warning disable CA1031 // whatever a learner's code throws is part of the answer
        catch (Exception e)
#pragma warning restore CA1031
        {
            wrong = $"your code stopped with: {e.Message}";
        }
        Solved &= wrong is null;
        verdicts.Add(
            wrong switch
            {
                null => $"✓ {what}",
                Unanswered => $"○ {what}: {wrong}",
                _ => $"✗ {what}: {wrong}. Hint: {hint}",
            }
        );
        return this;
    }
}
