namespace GanStability.Probes;

/// <summary>One number per layer and replica, from the first layer to the last.</summary>
/// <param name="Name">What was measured, or on which network: the legend entry.</param>
/// <param name="Layers">Names of the layers.</param>
/// <param name="Values">[layer][replica].</param>
public sealed record LayerCurve(string Name, IReadOnlyList<string> Layers, IReadOnlyList<double[]> Values);
