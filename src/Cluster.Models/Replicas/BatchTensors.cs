using Cluster.Models.Forwards;
using Cluster.Training.Data;
using static TorchSharp.torch;

namespace Cluster.Models.Replicas;

/// <summary>The input of a batch as tensors with time first. Lives inside one dispose scope.</summary>
/// <param name="batch">The batch; it was checked.</param>
/// <param name="training">Whether dropout drops anything.</param>
/// <param name="place">Where they are computed with.</param>
internal sealed class BatchTensors(SequenceBatch batch, bool training, Device place)
{
    private readonly ValidSteps _steps = new(batch.Time, batch.Lengths, place);

    /// <summary>B.</summary>
    public int Count => batch.Count;

    /// <summary>T.</summary>
    public int Time => batch.Time;

    /// <summary>Where all tensors of the batch are.</summary>
    public Device Place => place;

    /// <summary>Key of the dropout masks; null outside training.</summary>
    public ulong? DropoutKey => training ? batch.DropoutKey : null;

    /// <summary>What the first layer reads: token ids, [T * B], or numbers, [T, B, F].</summary>
    public Flow Input() => new((batch.Tokens is { } tokens ? OwnedTensor.Integers(tokens.Length, into => TimeFirst(tokens, 1, into)) : Numbers(batch.Features!)).On(place), _steps);

    /// <summary>The words of the batch, each once; the batch has letters.</summary>
    public DistinctWords Words() => DistinctWords.Of(batch.Letters!, Count, Time);

    private Tensor Numbers(float[] features)
    {
        int width = features.Length / (Time * Count);
        return OwnedTensor.Numbers(features.Length, into => TimeFirst(features, width, into)).view(Time, Count, width);
    }

    /// <summary>[B, T, width] to [T, B, width].</summary>
    private void TimeFirst<T>(ReadOnlySpan<T> values, int width, Span<T> turned)
    {
        for (int b = 0; b < Count; b++)
        {
            for (int t = 0; t < Time; t++) values.Slice((b * Time + t) * width, width).CopyTo(turned[((t * Count + b) * width)..]);
        }
    }
}
