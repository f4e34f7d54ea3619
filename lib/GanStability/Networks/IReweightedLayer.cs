using TorchSharp.Modules;
using static TorchSharp.torch;

namespace GanStability.Networks;

/// <summary>A layer that multiplies its input with weights, linear or convolution, and lets a stabilizer stand between the weights and their use.</summary>
public interface IReweightedLayer
{
    /// <summary>The weights, the replicas in front: as matrices [R, rows, all other axes together].</summary>
    Parameter weight { get; }

    /// <summary>What is really used, as a function of the weights.</summary>
    Func<Tensor, Tensor> Reweight { get; set; }

    /// <summary>The layer's name, unique in the run.</summary>
    /// <returns>The name.</returns>
    string GetName();
}
