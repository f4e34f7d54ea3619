using System.Net;
using System.Text.RegularExpressions;
using Xunit;

namespace GanStability.Tests;

/// <summary>A check cell lets a learner think first, says what is wrong, and keeps its hints until they are asked for.</summary>
public class ExerciseTests
{
    private const string FairCoin = "fair against 9 in 10";

    [Fact]
    public void AnUnansweredPartShowsNothingButANeutralMark()
    {
        var exercise = Exercise
            .Of("01.1")
            .Close(FairCoin, () => double.NaN)
            .Close("always heads against fair", () => throw new NotImplementedException())
            .That("fair against always heads is infinite", () => null);
        Assert.False(exercise.Solved);
        Assert.Equal(
            "Exercise 1\n"
                + "○ fair against 9 in 10: not answered yet\n"
                + "○ always heads against fair: not answered yet\n"
                + "○ fair against always heads is infinite: not answered yet",
            exercise.ToText()
        );
        Assert.DoesNotContain("<details", exercise.ToHtml(), StringComparison.Ordinal);
    }

    [Fact]
    public void ARightAnswerIsSolvedWithoutHints()
    {
        var exercise = Exercise.Of("01.1").Close(FairCoin, () => 0.5 * Math.Log2(.5 / .9) + .5 * Math.Log2(.5 / .1));
        Assert.True(exercise.Solved);
        Assert.Equal("<div class=\"gs-exercise\"><strong>Exercise 1</strong><div>✓ fair against 9 in 10</div></div>", exercise.ToHtml());
    }

    [Fact]
    public void HintsOfAWrongAnswerOpenOneAfterTheOtherAndAreInNoText()
    {
        var exercise = Exercise.Of("01.1").Close(FairCoin, () => 3);
        var hints = AnswerKeys.Find("01.1").Parts[0].Hints;
        Assert.Equal(2, hints.Count);
        // The second lies inside the first, so that it cannot be seen before the first is open.
        Assert.Matches(
            $"<details[^>]*><summary[^>]*>a hint</summary>{Regex.Escape(WebUtility.HtmlEncode(hints[0]))}"
                + $"<details[^>]*><summary[^>]*>another hint</summary>{Regex.Escape(WebUtility.HtmlEncode(hints[1]))}</details></details>",
            exercise.ToHtml()
        );
        Assert.DoesNotContain("open>", exercise.ToHtml(), StringComparison.Ordinal);
        Assert.All(hints, hint => Assert.DoesNotContain(hint, exercise.ToText(), StringComparison.Ordinal));
    }

    [Theory]
    [InlineData(1.5, 1, "too large")]
    [InlineData(1.01, 1, "a little too large")]
    [InlineData(3, 1, "about 3 times too large")]
    [InlineData(0.25, 1, "about 4 times too small")]
    [InlineData(1e-3, 1, "far too small")]
    [InlineData(-1, 1, "the sign is wrong")]
    [InlineData(-7, 1, "the sign is wrong, and so is the size")]
    [InlineData(-2.2, -1, "about 2 times too large in size")]
    [InlineData(0, 1, "too small")]
    [InlineData(5, 0, "too large")]
    [InlineData(double.PositiveInfinity, 1, "too large")]
    [InlineData(1, double.PositiveInfinity, "too small")]
    [InlineData(0.693147, 2, "that is in nats")]
    public void AWrongNumberIsToldWhatIsWrongWithIt(double value, double right, string diagnosis)
    {
        var answer = new NumberAnswer("it", () => right, 1e-6) { Slips = [(Math.Log(2), "that is in nats")] };
        Assert.EndsWith($": {diagnosis}", answer.Fault(value, null), StringComparison.Ordinal);
        Assert.Null(answer.Fault(right, null));
    }

    [Fact]
    public void AVerdictIsOneOfItsWordsAndAWrongOneIsToldWhatItWouldMean()
    {
        var answer = new WordAnswer("does it help?", ["helps", "harms", "undecided"], given => (int)given! > 5 ? "helps" : "undecided")
        {
            Means = new Dictionary<string, string> { ["helps"] = "then it would hold on more than five seeds" },
        };
        Assert.Null(answer.Fault(" Helps ", 6));
        Assert.Equal("“helps” is not it: then it would hold on more than five seeds", answer.Fault("helps", 2));
        Assert.Equal("“harms” is not it", answer.Fault("harms", 2));
        Assert.Equal("“perhaps” is none of: helps, harms, undecided", answer.Fault("perhaps", 2));
        Assert.Equal("not answered yet", answer.Fault("?", 2));
        Assert.Equal("not answered yet", answer.Fault(null, 2));
    }

    /// <summary>Six seeds up and none down is the least that the exact sign test calls more than chance.</summary>
    [Theory]
    [InlineData(6, 0, 0, "helps")]
    [InlineData(5, 0, 3, "undecided")]
    [InlineData(0, 6, 0, "harms")]
    [InlineData(6, 2, 0, "undecided")]
    public void AVerdictOnModesHeldIsThatOfTheSignTest(int more, int fewer, int equal, string verdict)
    {
        double[] baseline = [.. Enumerable.Repeat(3.0, more + fewer + equal)];
        double[] method = [.. Enumerable.Repeat(4.0, more), .. Enumerable.Repeat(2.0, fewer), .. Enumerable.Repeat(3.0, equal)];
        Assert.Equal(verdict, Paired.Verdict(PairedTest.Sign(method, baseline)));
    }

    [Fact]
    public void CodeOfALearnerThatStopsGetsASentence()
    {
        var exercise = Exercise.Of("01.1").Close(FairCoin, () => throw new InvalidOperationException("oops"));
        Assert.False(exercise.Solved);
        Assert.Equal("Exercise 1\n✗ fair against 9 in 10: your code stopped: oops", exercise.ToText());
    }

    [Fact]
    public void WhatTheNotebookMadeIsJudgedOnlyWhenItIsThere()
    {
        var (none, stops) = (new Lazy<Run>(() => null!), new Lazy<Run>(() => throw new InvalidOperationException("oops")));
        const string count = "seeds that hold all modes without it";
        Assert.Contains("do the parts above first", Exercise.Of("04.4").Close(count, () => 8, none).ToText(), StringComparison.Ordinal);
        Assert.Contains("your code stopped: oops", Exercise.Of("04.4").Close(count, () => 8, stops).ToText(), StringComparison.Ordinal);
        Assert.Contains("not answered yet", Exercise.Of("04.4").Close(count, () => double.NaN, stops).ToText(), StringComparison.Ordinal);
        // A fault of the cell: the key counts the seeds of a run.
        Assert.Throws<ArgumentException>(() => Exercise.Of("04.4").Close(count, () => 8, "ten"));
    }

    [Fact]
    public void AFaultOfTheCheckCellNamesWhatThereIs()
    {
        var exercise = Assert.Throws<ArgumentException>(() => Exercise.Of("01.9"));
        Assert.Contains("Notebook 01 has 01.1, 01.2,", exercise.Message, StringComparison.Ordinal);
        var notebook = Assert.Throws<ArgumentException>(() => Exercise.Of("1"));
        Assert.Contains("the notebooks are 00, 01,", notebook.Message, StringComparison.Ordinal);
        var part = Assert.Throws<ArgumentException>(() => Exercise.Of("01.1").Close("fair against fair", () => 1));
        Assert.Contains("“fair against 9 in 10” (NumberAnswer)", part.Message, StringComparison.Ordinal);
        // A part of another kind is none, either.
        Assert.Throws<ArgumentException>(() => Exercise.Of("01.1").That(FairCoin, () => true));
    }

    public static TheoryData<string, string> Exercises =>
        [.. AnswerKeys.All.SelectMany(n => n.Value.Select(e => new TheoryDataRow<string, string>(n.Key, e.Number)))];

    [Theory]
    [MemberData(nameof(Exercises))]
    public void AKeyHasHintsForEveryPartAndItsSlipsAreWrong(string notebook, string number)
    {
        var key = AnswerKeys.Find($"{notebook}.{number}");
        Assert.NotEmpty(key.Parts);
        Assert.Distinct(key.Parts.Select(p => p.What));
        Assert.All(key.Parts, part => Assert.NotEmpty(part.Hints));
        Assert.True(key.Parts.Sum(p => p.Hints.Count) >= 2, "One hint to think about, one that says the way.");
        foreach (var part in key.Parts.OfType<NumberAnswer>())
        {
            // A number that is computed from what the notebook makes cannot be computed here.
            if (Without(part.Right) is not { } right)
                continue;
            Assert.False(double.IsNaN(right), $"{part.What}: the key gives no number.");
            Assert.All(part.Slips, slip => Assert.NotNull(part.Fault(slip.Wrong, null)));
        }
        Assert.All(key.Parts.OfType<WordAnswer>(), part => Assert.All(part.Means.Keys, word => Assert.Contains(word, part.Words)));
    }

    private static double? Without(Func<object?, double> right)
    {
        try
        {
            return right(null);
        }
        catch (Exception e) when (e is NullReferenceException or ArgumentNullException)
        {
            return null;
        }
    }
}
