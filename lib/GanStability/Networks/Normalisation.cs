namespace GanStability.Networks;

/// <summary>What is done to a hidden layer's input before the nonlinearity.</summary>
public enum Normalisation
{
    /// <summary>Nothing.</summary>
    None,

    /// <summary>Batch normalisation (Ioffe and Szegedy 2015, arXiv 1502.03167).</summary>
    Batch,

    /// <summary>Instance normalisation (Ulyanov et al. 2016, arXiv 1607.08022); for networks on pictures only.</summary>
    Instance,
}
