using System.CommandLine;
using System.Globalization;
using System.Numerics;

namespace GanStability.Runner.Commands;

/// <summary>Options whose value is a number, checked under their own name before anything runs.</summary>
internal static class NumberOption
{
    /// <summary>An option for a number from <paramref name="least"/> to <paramref name="most"/>.</summary>
    /// <param name="name">Its name, as in <c>--steps</c>.</param>
    /// <param name="description">For the help.</param>
    /// <param name="what">What the number is, as in "a number of steps".</param>
    /// <param name="least">The smallest value that is allowed.</param>
    /// <param name="most">The largest.</param>
    /// <param name="standard">The value where the option is not given.</param>
    public static Option<T> Create<T>(string name, string description, string what, T least, T most, T standard)
        where T : struct, INumber<T> =>
        new(name)
        {
            Description = description,
            DefaultValueFactory = _ => standard,
            // A decimal point is a decimal point, whatever the language of the machine.
            CustomParser = result =>
            {
                var text = result.Tokens[0].Value;
                if (T.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out var number) && number >= least && number <= most)
                    return number;
                result.AddError(
                    string.Create(CultureInfo.InvariantCulture, $"{name} must be {what} between {least} and {most}, not '{text}'.")
                );
                return standard;
            },
        };
}
