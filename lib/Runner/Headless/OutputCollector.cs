using GanStability.Runner.Notebooks;
using GanStability.Runner.Session;

namespace GanStability.Runner.Headless;

/// <summary>Turns the events of cells into stored outputs. What is shown in place keeps its place and only its last state.</summary>
internal sealed class OutputCollector
{
    private readonly Dictionary<string, (List<Output> Outputs, int Index)> places = new(StringComparer.Ordinal);

    /// <summary>Adds an event to the outputs of the running cell.</summary>
    public void Add(List<Output> outputs, SessionEvent happened)
    {
        switch (happened)
        {
            case Displayed shown when places.TryGetValue(shown.Id, out var place):
                place.Outputs[place.Index] = new ShownOutput(shown.Content);
                break;
            case Displayed shown:
                places[shown.Id] = (outputs, outputs.Count);
                outputs.Add(new ShownOutput(shown.Content));
                break;
            case Printed printed when outputs.LastOrDefault() is StreamOutput last && last.Name == printed.Stream:
                outputs[^1] = last with { Text = last.Text + printed.Text };
                break;
            case Printed printed:
                outputs.Add(new StreamOutput(printed.Stream, printed.Text));
                break;
            case Returned returned:
                outputs.Add(new ShownOutput(returned.Content, IsResult: true));
                break;
            case Failed failed:
                outputs.Add(new ErrorOutput(failed.Name, failed.Message, [$"{failed.Name}: {failed.Message}", .. failed.Stack]));
                break;
            default:
                throw new ArgumentException($"The event {happened.GetType().Name} is unknown.", nameof(happened));
        }
    }
}
