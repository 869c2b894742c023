using Cluster.Models.Forwards;
using Cluster.Models.Replicas;
using Cluster.Models.Tests.Goldens;
using Cluster.Training.Data;
using Cluster.Training.Layers;
using Cluster.Training.Replicas;
using TorchSharp;

namespace Cluster.Models.Tests.Replicas;

/// <summary>Padding cannot matter, whatever the layers.</summary>
public sealed class LayerPaddingTests(DeviceFixture fixture)
{
    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Theory]
    [MemberData(nameof(LayerCase.Names), MemberType = typeof(LayerCase))]
    public async Task Longer_padding_and_what_stands_there_change_nothing(string name)
    {
        Network network = LayerCase.Of(name).Network();
        SequenceBatch batch = LayerCase.Of(name).Batch;
        using IReplica replica = fixture.Replica(network, 2);
        float[] gradient = new float[network.Layout.Length];
        float[] padded = new float[network.Layout.Length];
        SequenceBatch other = Batches.Scribbled(Batches.Padded(batch, 11));

        LossSums sums = await replica.ComputeGradient(batch, gradient, Cancel);
        LossSums paddedSums = await replica.ComputeGradient(other, padded, Cancel);

        Assert.Equal(sums.Loss, paddedSums.Loss, 1e-6 * sums.Loss);
        Assert.Equal((sums.Targets, sums.Correct), (paddedSums.Targets, paddedSums.Correct));
        Near(gradient, Array.ConvertAll(padded, value => (double)value));
        float[] outputs = Rows.Valid(await replica.Infer(batch, Cancel), network, batch);
        float[] paddedOutputs = Rows.Valid(await replica.Infer(other, Cancel), network, other);
        Near(outputs, Array.ConvertAll(paddedOutputs, value => (double)value));
    }

    [Theory]
    [MemberData(nameof(LayerCase.Names), MemberType = typeof(LayerCase))]
    public async Task A_batch_sums_what_its_sequences_give_alone(string name)
    {
        Network network = LayerCase.Of(name).Network();
        SequenceBatch batch = LayerCase.Of(name).Batch;
        using IReplica replica = fixture.Replica(network, 2);
        float[] together = new float[network.Layout.Length];
        float[] alone = new float[network.Layout.Length];
        double[] sum = new double[network.Layout.Length];
        double loss = 0;

        LossSums sums = await replica.ComputeGradient(batch, together, Cancel);
        for (int b = 0; b < batch.Count; b++)
        {
            loss += (await replica.ComputeGradient(Batches.One(batch, b), alone, Cancel)).Loss;
            for (int i = 0; i < sum.Length; i++) sum[i] += alone[i];
        }

        Assert.Equal(loss, sums.Loss, 1e-6 * loss);
        Near(together, sum);
    }

    /// <summary>The gradient of all valid outputs with respect to every number that goes in.</summary>
    [Theory]
    [MemberData(nameof(LayerCase.Names), MemberType = typeof(LayerCase))]
    public async Task Masked_steps_of_the_input_get_a_gradient_of_exactly_zero(string name)
    {
        Network network = LayerCase.Of(name).Network();
        SequenceBatch batch = LayerCase.Of(name).Batch;
        float[] slopes = await fixture.Device.Run(_ => InputSlopes(network, batch), Cancel);

        int width = slopes.Length / (batch.Count * batch.Time);
        for (int b = 0; b < batch.Count; b++)
        {
            for (int t = 0; t < batch.Time; t++)
            {
                float[] step = slopes.AsSpan((t * batch.Count + b) * width, width).ToArray();
                if (t >= batch.Lengths[b]) Assert.All(step, value => Assert.Equal(0f, value));
                else if (t == batch.Lengths[b] - 1) Assert.Contains(step, value => value != 0);
            }
        }
    }

    private static float[] InputSlopes(Network network, SequenceBatch batch)
    {
        using DisposeScope scope = torch.NewDisposeScope();
        using var parameters = new ParameterVector(network.Layout);
        network.Layout.Initialize(2, parameters.Values.Span);
        var tensors = new BatchTensors(batch, training: true, torch.CPU);
        Flow flow = tensors.Input();
        ILayerForward[] layers = [.. network.Layers.Select((layer, index) => ForwardTable.Create(layer, index, parameters))];
        torch.Tensor? input = null;
        foreach (ILayerForward layer in layers)
        {
            if (flow.Values.is_floating_point()) input ??= (flow = flow with { Values = flow.Values.detach().requires_grad_() }).Values;
            flow = layer.Forward(flow, tensors);
        }

        torch.Tensor outputs = flow.Steps is { } steps ? steps.All(flow.Values) : flow.Values;
        float[] weights = [.. Enumerable.Range(1, (int)outputs.numel()).Select(i => MathF.Sin(i))];
        torch.Tensor slopes = torch.autograd.grad([(outputs * torch.tensor(weights).view(outputs.shape)).sum()], [input!])[0];
        float[] values = slopes.contiguous().data<float>().ToArray();
        foreach (ILayerForward layer in layers) layer.Dispose();
        return values;
    }

    private static void Near(float[] expected, double[] actual)
    {
        double tolerance = 1e-6 * Math.Max(1, expected.Max(Math.Abs));
        Assert.Equal(expected.Length, actual.Length);
        for (int i = 0; i < expected.Length; i++) Assert.Equal(expected[i], actual[i], tolerance);
    }
}
