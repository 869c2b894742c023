using TorchSharp;
using static TorchSharp.torch;

namespace Cluster.Models.Forwards;

/// <summary>Brings tensors that were made on the host to where they are computed with.</summary>
internal static class Placement
{
    /// <summary>The tensor on that device; itself if that is the processor, where it is already.</summary>
    public static Tensor On(this Tensor tensor, Device place) => place.type == DeviceType.CPU ? tensor : tensor.to(place);
}
