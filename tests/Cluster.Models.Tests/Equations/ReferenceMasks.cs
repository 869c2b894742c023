using Cluster.Models.Forwards;
using Cluster.Training.Layers;
using Cluster.Training.Randomness;

namespace Cluster.Models.Tests.Equations;

/// <summary>The masks of recurrent layers for one batch, drawn as the product draws them.</summary>
/// <param name="network">The layers.</param>
/// <param name="count">B.</param>
/// <param name="key">The batch's key.</param>
internal sealed class ReferenceMasks(Network network, int count, ulong key)
{
    private const ulong OfInput = 1;
    private const ulong OfState = 2;

    /// <summary>The masks of sequence b, the same at every step; null where nothing is dropped.</summary>
    public (double[]? Input, double[]? State) Of(NetworkLayer layer, bool reverse, int b)
    {
        RecurrentSettings settings = RecurrentSettings.Of(layer.Spec);
        ulong index = (ulong)network.Layers.ToList().IndexOf(layer);
        double[]? Draw(ulong purpose, float rate, int size)
        {
            if (rate == 0) return null;
            float[] mask = new float[count * size];
            DropoutMask.Fill(mask, rate, RandomKey.Of(RandomKey.Dropout, key, index, purpose, reverse ? 1UL : 0));
            return Array.ConvertAll(mask.AsSpan(b * size, size).ToArray(), value => (double)value);
        }

        return (Draw(OfInput, settings.Dropout, layer.Input.Size), Draw(OfState, settings.RecurrentDropout, settings.Units));
    }
}
