using System.Runtime.InteropServices;
using Cluster.Models.Forwards;
using Cluster.Training.Data;
using Cluster.Training.Layers;
using Cluster.Training.Replicas;
using TorchSharp;
using static TorchSharp.torch;

namespace Cluster.Models.Replicas;

/// <summary>One lane's computation of a network. Used by one thread at a time; keeps no tensor from batch to batch but its views.</summary>
internal sealed class LaneNetwork : IDisposable
{
    private readonly ParameterLayout _layout;
    private readonly ILayerForward[] _layers;
    private readonly Tensor[] _parameters; // in the order of the layout

    public LaneNetwork(Network network, ParameterVector parameters)
    {
        _layout = network.Layout;
        _layers = [.. network.Layers.Select((layer, index) => ForwardTable.Create(layer, index, parameters))];
        _parameters = [.. _layers.SelectMany(layer => layer.Parameters)];
    }

    /// <summary>Loss sums of a batch and, into <paramref name="gradient"/>, their gradient.</summary>
    public LossSums Gradient(SequenceBatch batch, Span<float> gradient)
    {
        using DisposeScope scope = NewDisposeScope();
        Tensor logits = Forward(new BatchTensors(batch, training: true));
        Tensor labels = tensor(batch.Targets.Classes!, ScalarType.Int64);
        Tensor loss = nn.functional.cross_entropy(logits, labels, reduction: nn.Reduction.Sum);
        Copy(autograd.grad([loss], _parameters), gradient);
        return new LossSums(loss.item<float>(), batch.Count, Correct(Values(logits.detach()), batch.Targets.Classes!));
    }

    /// <summary>Logits, [B, C].</summary>
    public float[] Infer(SequenceBatch batch)
    {
        using DisposeScope scope = NewDisposeScope();
        using IDisposable constant = no_grad();
        return Values(Forward(new BatchTensors(batch, training: false))).ToArray();
    }

    public void Dispose()
    {
        foreach (ILayerForward layer in _layers) layer.Dispose();
    }

    private Tensor Forward(BatchTensors batch)
    {
        Tensor flow = batch.Tokens;
        foreach (ILayerForward layer in _layers) flow = layer.Forward(flow, batch);
        return flow;
    }

    /// <summary>Writes the gradients where the layout puts them; the gaps between them become zero.</summary>
    private void Copy(IList<Tensor> gradients, Span<float> vector)
    {
        for (int i = 0; i < gradients.Count; i++)
        {
            (ParameterShape shape, int offset) = _layout.Entries[i];
            int next = i + 1 < gradients.Count ? _layout.Entries[i + 1].Offset : vector.Length;
            Values(gradients[i].contiguous()).CopyTo(vector[offset..]);
            vector[(offset + shape.Count)..next].Clear();
        }
    }

    /// <summary>How often the first of the largest logits is the label's.</summary>
    private static int Correct(ReadOnlySpan<float> logits, int[] labels)
    {
        int classes = logits.Length / labels.Length;
        int correct = 0;
        for (int b = 0; b < labels.Length; b++)
        {
            ReadOnlySpan<float> row = logits.Slice(b * classes, classes);
            int best = 0;
            for (int c = 1; c < classes; c++)
            {
                if (row[c] > row[best]) best = c;
            }

            if (best == labels[b]) correct++;
        }

        return correct;
    }

    private static Span<float> Values(Tensor contiguous) => MemoryMarshal.Cast<byte, float>(contiguous.bytes);
}
