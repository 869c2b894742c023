using Cluster.Training.Data;
using static TorchSharp.torch;

namespace Cluster.Models.Replicas;

// B = sequences, T = padded steps, D = features; row t * B + b of a flattened [T, B, D] is step t of sequence b.

/// <summary>A batch as tensors, with the index tensors that layers share, made when first asked for. Lives inside one dispose scope.</summary>
internal sealed class BatchTensors(SequenceBatch batch, bool training)
{
    private Tensor? _tokens;
    private Tensor? _reversal;
    private Tensor? _last;

    /// <summary>B.</summary>
    public int Count => batch.Count;

    /// <summary>T.</summary>
    public int Time => batch.Time;

    /// <summary>Key of the dropout masks; null outside training.</summary>
    public ulong? DropoutKey => training ? batch.DropoutKey : null;

    /// <summary>Token ids with time first, [T * B].</summary>
    public Tensor Tokens => _tokens ??= tensor(TransposedTokens());

    /// <summary>Reverses each sequence inside its length, [T, B, D]; padding stays where it is. Twice is nothing.</summary>
    public Tensor Reverse(Tensor sequences)
    {
        _reversal ??= tensor(ReversalRows());
        return Rows(sequences).index_select(0, _reversal).view(sequences.shape);
    }

    /// <summary>Each sequence's last valid step: [T, B, D] to [B, D].</summary>
    public Tensor Last(Tensor sequences)
    {
        _last ??= tensor(LastRows());
        return Rows(sequences).index_select(0, _last);
    }

    private Tensor Rows(Tensor sequences) => sequences.reshape((long)Time * Count, sequences.shape[2]);

    private int[] TransposedTokens()
    {
        int[] tokens = new int[Time * Count];
        for (int b = 0; b < Count; b++)
        {
            for (int t = 0; t < Time; t++) tokens[t * Count + b] = batch.Tokens![b * Time + t];
        }

        return tokens;
    }

    private int[] ReversalRows()
    {
        int[] rows = new int[Time * Count];
        for (int b = 0; b < Count; b++)
        {
            int length = batch.Lengths[b];
            for (int t = 0; t < Time; t++) rows[t * Count + b] = (t < length ? length - 1 - t : t) * Count + b;
        }

        return rows;
    }

    private int[] LastRows()
    {
        int[] rows = new int[Count];
        for (int b = 0; b < Count; b++) rows[b] = (batch.Lengths[b] - 1) * Count + b;
        return rows;
    }
}
