using Cluster.Models.Replicas;
using static TorchSharp.torch;

namespace Cluster.Models.Forwards;

// B = sequences, T = padded steps, D = features; row t * B + b of a flattened [T, B, D] is step t of sequence b.

/// <summary>Which steps of padded sequences count, with the index tensors that layers share, made when first asked for.</summary>
/// <remarks>Its tensors live inside one dispose scope.</remarks>
/// <param name="time">T.</param>
/// <param name="lengths">Valid steps of each sequence, [B].</param>
/// <param name="place">Where the sequences are.</param>
internal sealed class ValidSteps(int time, int[] lengths, Device place)
{
    private Tensor? _reversal;
    private Tensor? _last;
    private Tensor? _padding;
    private Tensor? _counts;
    private Tensor? _rows;

    /// <summary>T.</summary>
    public int Time => time;

    /// <summary>B.</summary>
    public int Count => lengths.Length;

    /// <summary>Where padding is, [T, B, 1].</summary>
    public Tensor Padding => _padding ??= tensor(IsPadding()).On(place).view(time, Count, 1);

    /// <summary>Valid steps of each sequence as numbers, [B, 1].</summary>
    public Tensor Counts => _counts ??= OwnedTensor.Of(Array.ConvertAll(lengths, length => (float)length)).On(place).view(Count, 1);

    /// <summary>Reverses each sequence inside its length, [T, B, D]; padding stays where it is. Twice is nothing.</summary>
    public Tensor Reverse(Tensor sequences)
    {
        _reversal ??= OwnedTensor.Integers(time * Count, WriteReversal).On(place);
        return Rows(sequences).index_select(0, _reversal).view(sequences.shape);
    }

    /// <summary>Each sequence's last valid step: [T, B, D] to [B, D].</summary>
    public Tensor Last(Tensor sequences)
    {
        _last ??= tensor(lengths.Select((length, b) => Row(length - 1, b)).ToArray()).On(place);
        return Rows(sequences).index_select(0, _last);
    }

    /// <summary>All valid steps, those of the first sequence first: [T, B, D] to [N, D].</summary>
    public Tensor All(Tensor sequences)
    {
        _rows ??= OwnedTensor.Integers(lengths.Sum(), WriteValidRows).On(place);
        return Rows(sequences).index_select(0, _rows);
    }

    private int Row(int t, int b) => t * Count + b;

    private Tensor Rows(Tensor sequences) => sequences.reshape((long)time * Count, sequences.shape[2]);

    private bool[] IsPadding()
    {
        bool[] padding = new bool[time * Count];
        for (int t = 0; t < time; t++)
        {
            for (int b = 0; b < Count; b++) padding[Row(t, b)] = t >= lengths[b];
        }

        return padding;
    }

    private void WriteReversal(Span<int> sources)
    {
        for (int t = 0; t < time; t++)
        {
            for (int b = 0; b < Count; b++) sources[Row(t, b)] = Row(t < lengths[b] ? lengths[b] - 1 - t : t, b);
        }
    }

    private void WriteValidRows(Span<int> rows)
    {
        int written = 0;
        for (int b = 0; b < Count; b++)
        {
            for (int t = 0; t < lengths[b]; t++) rows[written++] = Row(t, b);
        }
    }
}
