using CsCheck;

namespace GanStability.Tests.Games;

internal static class RandomGames
{
    /// <summary>Payoff matrices of 1 to <paramref name="max"/> actions a side with payoffs that almost never tie.</summary>
    public static Gen<(double[,] A, double[,] B)> Generic(int max) => Of(max, Payoff);

    /// <summary>Numbers from -10 to 10 that almost never tie and are never absurdly small.</summary>
    public static readonly Gen<double> Payoff = Gen.Int[-99730, 99730].Select(i => i / 9973.0);

    /// <summary>The same with few different payoffs, so that ties abound.</summary>
    public static Gen<(double[,] A, double[,] B)> WithTies(int max) => Of(max, Gen.Int[-2, 2].Select(i => (double)i));

    public static double[,] Matrix(int m, int n, double[] values)
    {
        var matrix = new double[m, n];
        for (var k = 0; k < values.Length; k++)
            matrix[k / n, k % n] = values[k];
        return matrix;
    }

    private static Gen<(double[,] A, double[,] B)> Of(int max, Gen<double> payoff) =>
        from m in Gen.Int[1, max]
        from n in Gen.Int[1, max]
        from a in payoff.Array[m * n]
        from b in payoff.Array[m * n]
        select (Matrix(m, n, a), Matrix(m, n, b));
}
