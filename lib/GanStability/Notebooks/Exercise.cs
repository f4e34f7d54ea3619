using System.Diagnostics;
using System.Globalization;
using System.Net;

namespace GanStability;

/// <summary>
/// The check cell of an exercise. What is right, what wrong answers mean, and the hints lie in the library (<c>Notebooks/Answers</c>), so
/// that a reader of the book, or a class before the projector, thinks first. A part that is not answered yet is a neutral ○; a wrong one is
/// told what is wrong with it, and has hints that open one after the other. A learner's code that stops gets a sentence, never an error.
/// End a cell on it: <c>Exercise.Of("20.1").Close("largest p for 0 of 20", LargestProbability)</c>.
/// </summary>
public sealed class Exercise : IShown
{
    private readonly ExerciseKey key;
    private readonly string number;
    private readonly List<(string Line, IReadOnlyList<string> Hints)> verdicts = [];

    // To be removed with the two overloads that take an expected value or a hint, when every notebook has its answers in the library.
    /// <summary>An exercise whose key stands in the check cell: the old form, of notebooks that are not converted yet.</summary>
    /// <param name="number">The number of the exercise.</param>
    public Exercise(string number)
        : this(number, new ExerciseKey(number)) { }

    private Exercise(string number, ExerciseKey key) => (this.number, this.key) = (number, key);

    /// <summary>Every part so far is right.</summary>
    public bool Solved { get; private set; } = true;

    /// <summary>The check of an exercise of the course.</summary>
    /// <param name="number">The number of its notebook and its own: "04.2" is the second exercise of <c>04-mode-collapse</c>.</param>
    /// <returns>The check, without any part yet.</returns>
    /// <exception cref="ArgumentException">There is no such exercise.</exception>
    public static Exercise Of(string number)
    {
        var key = AnswerKeys.Find(number);
        return new(key.Number, key);
    }

    /// <summary>An answer is a number.</summary>
    /// <param name="what">What is asked for: a part of the exercise.</param>
    /// <param name="answer">Computes the learner's answer; NaN where there is none yet.</param>
    /// <returns>This, for the next part.</returns>
    /// <exception cref="ArgumentException">The exercise has no such part that is a number.</exception>
    public Exercise Close(string what, Func<double> answer) => Close(what, answer, null);

    /// <summary>An answer is a number that depends on what the notebook has made.</summary>
    /// <param name="what">What is asked for: a part of the exercise.</param>
    /// <param name="answer">Computes the learner's answer; NaN where there is none yet.</param>
    /// <param name="given">What the right number is computed from, such as a run; not the number itself.</param>
    /// <returns>This, for the next part.</returns>
    /// <exception cref="ArgumentException">There is no such part that is a number, or it is computed from something else.</exception>
    public Exercise Close(string what, Func<double> answer, object? given)
    {
        ArgumentNullException.ThrowIfNull(answer);
        var part = Part<NumberAnswer>(what);
        return Judge(part, answer, value => FromGiven(what, given, () => part.Fault(value, given)));
    }

    /// <summary>An answer is a word of a few: a diagnosis, a verdict.</summary>
    /// <param name="what">What is asked for: a part of the exercise.</param>
    /// <param name="answer">The learner's answer; null or "?" where there is none yet.</param>
    /// <returns>This, for the next part.</returns>
    /// <exception cref="ArgumentException">The exercise has no such part that is a word.</exception>
    public Exercise Says(string what, Func<string?> answer) => Says(what, answer, null);

    /// <summary>An answer is a word of a few, and which is right depends on what the notebook has made.</summary>
    /// <param name="what">What is asked for: a part of the exercise.</param>
    /// <param name="answer">The learner's answer; null or "?" where there is none yet.</param>
    /// <param name="given">What the right word is found from, such as two runs that are compared.</param>
    /// <returns>This, for the next part.</returns>
    /// <exception cref="ArgumentException">There is no such part that is a word, or it is found from something else.</exception>
    public Exercise Says(string what, Func<string?> answer, object? given)
    {
        ArgumentNullException.ThrowIfNull(answer);
        var part = Part<WordAnswer>(what);
        return Judge(part, answer, word => FromGiven(what, given, () => part.Fault(word, given)));
    }

    /// <summary>An answer has a property.</summary>
    /// <param name="what">What must hold: a part of the exercise.</param>
    /// <param name="holds">Whether it does; null when there is no answer yet.</param>
    /// <returns>This, for the next part.</returns>
    /// <exception cref="ArgumentException">The exercise has no such part that is a property.</exception>
    public Exercise That(string what, Func<bool?> holds)
    {
        ArgumentNullException.ThrowIfNull(holds);
        return Judge(Part<PropertyAnswer>(what), holds);
    }

    /// <summary>The old form: an answer is a number, and the cell says which.</summary>
    /// <param name="what">What is asked for.</param>
    /// <param name="answer">Computes the learner's answer.</param>
    /// <param name="expected">The right number.</param>
    /// <param name="tolerance">The largest difference allowed.</param>
    /// <param name="hint">Where to look when it is wrong.</param>
    /// <returns>This, for the next part.</returns>
    public Exercise Close(string what, Func<double> answer, double expected, double tolerance, string hint)
    {
        ArgumentNullException.ThrowIfNull(answer);
        var part = new NumberAnswer(what, () => expected, tolerance) { Hints = [hint] };
        return Judge(part, answer, value => part.Fault(value, null));
    }

    /// <summary>The old form: an answer has a property, and the cell holds the hint.</summary>
    /// <param name="what">What must hold.</param>
    /// <param name="holds">Whether it does; null when there is no answer yet.</param>
    /// <param name="hint">Where to look when it does not.</param>
    /// <returns>This, for the next part.</returns>
    public Exercise That(string what, Func<bool?> holds, string hint)
    {
        ArgumentNullException.ThrowIfNull(holds);
        return Judge(new PropertyAnswer(what) { Hints = [hint] }, holds);
    }

    /// <inheritdoc/>
    public string ToHtml() =>
        $"<div class=\"gs-exercise\"><strong>Exercise {WebUtility.HtmlEncode(number)}</strong>"
        + $"{string.Concat(verdicts.Select(v => $"<div>{WebUtility.HtmlEncode(v.Line)}{Folded(v.Hints, "a hint")}</div>"))}</div>";

    /// <summary>The verdicts without the hints: a text cannot be folded.</summary>
    /// <returns>A line for each part.</returns>
    public string ToText() => $"Exercise {number}\n{string.Join("\n", verdicts.Select(v => v.Line))}";

    /// <inheritdoc/>
    public override string ToString() => ToText();

    /// <summary>Hints inside one another: the second can only be asked for when the first is open.</summary>
    private static string Folded(IEnumerable<string> hints, string title) =>
        hints.FirstOrDefault() is not { } hint
            ? ""
            : $"<details class=\"gs-hint\" style=\"margin-left:1.2em\"><summary style=\"cursor:pointer\">{title}</summary>"
                + $"{WebUtility.HtmlEncode(hint)}{Folded(hints.Skip(1), "another hint")}</details>";

    /// <summary>
    /// Judges by what the notebook made. If that is something else than the key expects, the check cell is wrong, which is an error; if a
    /// learner has not made it yet, or its making fails, it is not.
    /// </summary>
    private static string? FromGiven(string what, object? given, Func<string?> fault)
    {
        try
        {
            return fault();
        }
        catch (InvalidCastException e)
        {
            throw new ArgumentException(
                $"“{what}” is not computed from {given?.GetType().Name ?? "nothing"}: {e.Message}",
                nameof(given),
                e
            );
        }
        catch (Exception e) when (e is NullReferenceException or ArgumentNullException)
        {
            return "there is nothing yet to judge it by: do the parts above first";
        }
#pragma warning disable CA1031 // whatever a learner's code throws is part of the answer
        catch (Exception e)
#pragma warning restore CA1031
        {
            return Stopped(e);
        }
    }

    /// <summary>What was thrown and, where the host knows it, the line of the learner's cell.</summary>
    private static string Stopped(Exception e)
    {
        var frame = new StackTrace(e, fNeedFileInfo: true)
            .GetFrames()
            .FirstOrDefault(f => f.GetMethod()?.DeclaringType?.FullName?.StartsWith("Submission#", StringComparison.Ordinal) is true);
        var line = frame?.GetFileLineNumber() is > 0 and var n ? n.ToString(CultureInfo.InvariantCulture) : null;
        return $"your code stopped{(line is null ? "" : $" in line {line} of its cell")}: {e.Message}";
    }

    private T Part<T>(string what)
        where T : Answer =>
        key.Parts.OfType<T>().FirstOrDefault(p => p.What == what)
        ?? throw new ArgumentException(
            $"Exercise {number} has no part “{what}” of this kind. It has: "
                + $"{string.Join(", ", key.Parts.Select(p => $"“{p.What}” ({p.GetType().Name})"))}.",
            nameof(what)
        );

    private Exercise Judge(PropertyAnswer part, Func<bool?> holds) => Judge(part, holds, value => value switch
            {
                true => null,
                false => part.Fault,
                null => Answer.Missing,
            });

    private Exercise Judge<T>(Answer part, Func<T> answer, Func<T, string?> fault)
    {
        string? wrong = null;
        T value = default!;
        try
        {
            value = answer();
        }
        catch (NotImplementedException)
        {
            wrong = Answer.Missing;
        }
#pragma warning disable CA1031 // whatever a learner's code throws is part of the answer
        catch (Exception e)
#pragma warning restore CA1031
        {
            wrong = Stopped(e);
        }
        wrong ??= fault(value);
        Solved &= wrong is null;
        verdicts.Add(
            wrong switch
            {
                null => ($"✓ {part.What}", []),
                Answer.Missing => ($"○ {part.What}: {wrong}", []),
                _ => ($"✗ {part.What}: {wrong}", part.Hints),
            }
        );
        return this;
    }
}
