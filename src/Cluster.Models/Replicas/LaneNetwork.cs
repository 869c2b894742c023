using System.Runtime.InteropServices;
using Cluster.Models.Forwards;
using Cluster.Models.Losses;
using Cluster.Models.Runtime;
using Cluster.Training.Data;
using Cluster.Training.Layers;
using Cluster.Training.Replicas;
using TorchSharp;
using static TorchSharp.torch;
using Precision = Cluster.V1.TrainingSpec.Types.Precision;

namespace Cluster.Models.Replicas;

/// <summary>One lane's computation of a network. Used by one thread at a time; keeps no tensor from batch to batch but its views.</summary>
internal sealed class LaneNetwork : IDisposable
{
    private readonly Network _network;
    private readonly ParameterLayout _layout;
    private readonly GradientStaging? _staging;
    private readonly Device _place;
    private readonly ILossForward _loss;
    private readonly ILayerForward[] _layers;
    private readonly Tensor[] _parameters; // those that are trained, in the order of the layout

    public LaneNetwork(Network network, ParameterVector parameters, GradientStaging? staging = null)
    {
        _network = network;
        _layout = network.Layout;
        _staging = staging;
        _place = parameters.Place;
        _loss = LossTable.Create(network.Loss);
        _layers = [.. network.Layers.Select((layer, index) => ForwardTable.Create(layer, index, parameters))];
        _parameters = [.. _layers.SelectMany(layer => layer.Parameters).Where((_, i) => _layout.Entries[i].Shape.Trainable)];
    }

    /// <summary>Loss sums of a batch and, into <paramref name="gradient"/>, their gradient.</summary>
    public LossSums Gradient(SequenceBatch batch, Span<float> gradient)
    {
        using DisposeScope scope = NewDisposeScope();
        Flow flow = ForwardInPrecision(new BatchTensors(batch, training: true, _place));
        Tensor outputs = flow.Steps is { } steps ? steps.All(flow.Values) : flow.Values;
        int[] classes = batch.Targets.Classes is null ? [] : TargetTensors.Classes(batch.Targets);
        Tensor targets = batch.Targets.Classes is null
            ? TargetTensors.Values(batch.Targets, _network.Data.Outputs)
            : tensor(classes, ScalarType.Int64);
        Tensor loss = _loss.Sum(outputs, targets.On(_place));
        IList<Tensor> gradients = autograd.grad([loss], _parameters);
        if (_staging is null) Copy(gradients, gradient);
        else _staging.Fetch(_layout, gradients, gradient);
        int correct = classes.Length == 0 ? 0 : _loss.Correct(Values(outputs.detach()), classes);
        return new LossSums(loss.item<float>(), (int)targets.numel(), correct);
    }

    /// <summary>Outputs of the last layer, [B, C], or [B, T', C] row by row.</summary>
    public float[] Infer(SequenceBatch batch)
    {
        using DisposeScope scope = NewDisposeScope();
        using IDisposable constant = no_grad();
        Flow flow = Forward(new BatchTensors(batch, training: false, _place));
        Tensor outputs = flow.Steps is null ? flow.Values : flow.Values.transpose(0, 1);
        return Values(outputs).ToArray();
    }

    public void Dispose()
    {
        foreach (ILayerForward layer in _layers) layer.Dispose();
    }

    // The loss is computed in 32 bits, and the backward pass of each operation in the precision that it had.
    private Flow ForwardInPrecision(BatchTensors batch)
    {
        if (_network.Precision != Precision.Bf16) return Forward(batch);
        using Autocast autocast = Autocast.Begin();
        Flow flow = Forward(batch);
        return flow with { Values = flow.Values.to(ScalarType.Float32) };
    }

    private Flow Forward(BatchTensors batch)
    {
        Flow flow = batch.Input();
        foreach (ILayerForward layer in _layers) flow = layer.Forward(flow, batch);
        return flow;
    }

    /// <summary>Writes the gradients where the layout puts them; gaps, and what is not trained, become zero.</summary>
    private void Copy(IList<Tensor> gradients, Span<float> vector)
    {
        int written = 0, trained = 0;
        foreach ((ParameterShape shape, int offset) in _layout.Entries)
        {
            if (!shape.Trainable) continue;
            vector[written..offset].Clear();
            Values(gradients[trained++]).CopyTo(vector[offset..]);
            written = offset + shape.Count;
        }

        vector[written..].Clear();
    }

    private static Span<float> Values(Tensor tensor) => MemoryMarshal.Cast<byte, float>((tensor.device_type == DeviceType.CPU ? tensor : tensor.cpu()).contiguous().bytes);
}
