using Cluster.Models.Replicas;
using Cluster.Training.Layers;
using static TorchSharp.torch;

namespace Cluster.Models.Forwards;

/// <summary>The letters of each token to the final states of a bidirectional LSTM, [T, B, 2 units]; zeros on padding.</summary>
/// <remarks>Ling et al. 2015, https://doi.org/10.18653/v1/D15-1176. Each word of a batch is computed once, however often it comes.</remarks>
internal sealed class LettersForward : IDisposable
{
    private readonly Tensor _table; // [letters, size]
    private readonly BidirectionalForward _recurrent;
    private readonly int _outputs;

    /// <summary>Takes the parameters of an embedding's character encoder.</summary>
    public LettersForward(NetworkLayer embedding, int index, ParameterVector parameters)
    {
        NetworkLayer recurrent = LetterLayers.Recurrent(embedding);
        _table = parameters.Leaf(embedding.Parameters[1].Name);
        _recurrent = new BidirectionalForward(recurrent, index, parameters);
        _outputs = recurrent.Output.Size;
    }

    /// <summary>Trainable parameters in the order of the layer's layout.</summary>
    public IReadOnlyList<Tensor> Parameters => [_table, .. _recurrent.Parameters];

    /// <summary>The states of each step's word.</summary>
    public Tensor Forward(BatchTensors batch)
    {
        DistinctWords words = batch.Words();
        IEnumerable<Tensor> states = words.Groups().Select(group => States([.. words.Words.Take(group)], batch));
        // The last row belongs to padding, so nothing flows from there into any word.
        Tensor rows = cat([.. states, zeros(1, _outputs, device: batch.Place)], 0);
        return rows.index_select(0, tensor(words.Places).On(batch.Place)).view(batch.Time, batch.Count, _outputs);
    }

    public void Dispose()
    {
        _table.Dispose();
        _recurrent.Dispose();
    }

    /// <summary>Words, sorted by length, to their final states, [N, 2 units].</summary>
    private Tensor States(int[][] words, BatchTensors batch)
    {
        int width = words[^1].Length;
        int[] ids = new int[width * words.Length];
        for (int n = 0; n < words.Length; n++)
        {
            for (int w = 0; w < words[n].Length; w++) ids[w * words.Length + n] = words[n][w];
        }

        Tensor letters = _table.index_select(0, tensor(ids).On(batch.Place)).view(width, words.Length, _table.shape[1]);
        var steps = new ValidSteps(width, Array.ConvertAll(words, word => word.Length), batch.Place);
        return _recurrent.Forward(new Flow(letters, steps), batch).Values;
    }
}
