using static TorchSharp.torch;

namespace Cluster.Models.Forwards;

/// <summary>What flows from layer to layer: sequences with time first, [T, B, D], and their valid steps, or one vector each, [B, D].</summary>
/// <param name="Values">The numbers; on padding they mean nothing.</param>
/// <param name="Steps">Which steps are valid; null if there is no time axis.</param>
internal readonly record struct Flow(Tensor Values, ValidSteps? Steps);
