using GanStability.Runner.Session;
using GanStability.Runner.Session.Child;

namespace GanStability.Runner.Commands;

/// <summary>Asks the library, in a session like that of a notebook, to train the classifier that ships in <c>data/</c>.</summary>
internal static class ClassifierCommand
{
    private const string Code = """
        #r "artifacts/kit/GanStability.dll"
        GanStability.Kit.Start();
        var classifier = GanStability.DigitClassifier.TrainShipped(Console.WriteLine);
        Console.WriteLine(classifier.Name);
        """;

    /// <summary>Trains and prints how far it is.</summary>
    /// <returns>The exit code.</returns>
    public static async Task<int> RunAsync(Terminal terminal, Repository repository, CancellationToken cancellation)
    {
        var code = Cli.Ok;
        void Show(SessionEvent happened)
        {
            if (happened is Printed { Stream: "stdout" } printed) terminal.Out.Write(printed.Text);
            else if (happened is Printed complaint) terminal.Error.Write(complaint.Text);
            else if (happened is Failed failed)
            {
                terminal.WriteError(failed.Message);
                code = Cli.Failed;
            }
        }
        try
        {
            await using var session = new SessionProcess(repository.Root);
            await session.ExecuteAsync("classifier", Code, Show, cancellation).ConfigureAwait(false);
        }
        catch (SessionEndedException e)
        {
            terminal.WriteError(e.Message);
            return Cli.Failed;
        }
        return code;
    }
}
