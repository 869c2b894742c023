using Cluster.Models.Forwards;
using Cluster.Models.Losses;
using Cluster.Models.Replicas;
using Cluster.Training.Data;
using Cluster.Training.Layers;
using TorchSharp;
using static TorchSharp.torch;

namespace Cluster.Models.Tests.Replicas;

/// <summary>
/// What layers make for themselves is on the device. The device here is torch's "meta", which knows shapes and no numbers: like a GPU it refuses to
/// compute with a tensor that was left on the processor. It cannot pick rows, TorchSharp moves no module of PyTorch there, and there is no backward
/// pass, so this is about what our own code makes: masks, first states, padding.
/// </summary>
public sealed class PlacementTests(DeviceFixture fixture)
{
    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    public static TheoryData<string> Layers =>
    [
        """{"lstm": {"units": 4, "returnSequences": true, "dropout": 0.5, "recurrentDropout": 0.5}}""",
        """{"gru": {"units": 4, "returnSequences": true, "dropout": 0.5, "recurrentDropout": 0.5}}""",
        """{"simpleRnn": {"units": 4, "returnSequences": true, "dropout": 0.5, "recurrentDropout": 0.5}}""",
        """{"dropout": {"rate": 0.5}}, {"timeDistributed": {"dense": {"units": 4, "activation": "TANH"}}}""",
    ];

    [Theory]
    [MemberData(nameof(Layers))]
    public async Task What_layers_make_is_on_the_device(string layers)
    {
        foreach (string pooling in (string[])["MAX", "MEAN"])
        {
            Network network = Stack.Numbers(
                3, 2, $"{{\"layers\": [{layers}, {{\"pooling\": {{\"kind\": \"{pooling}\"}}}}, {{\"repeatVector\": {{\"steps\": 3}}}}, {{\"dense\": {{}}}}]}}", perStep: true);

            DeviceType[] places = await fixture.Device.Run(_ => Places(network), Cancel);

            Assert.All(places, place => Assert.Equal(DeviceType.META, place));
        }
    }

    [Fact]
    public async Task A_tensor_that_was_left_behind_is_refused() =>
        await Assert.ThrowsAnyAsync<Exception>(() => fixture.Device.Run(_ => (zeros(2, 3, device: META) + zeros(2, 3)).device_type, Cancel));

    /// <summary>Devices of every layer's output and of the loss.</summary>
    private static DeviceType[] Places(Network network)
    {
        using DisposeScope scope = NewDisposeScope();
        using var parameters = new ParameterVector(network.Layout, META);
        parameters.Upload();
        ILayerForward[] layers = [.. network.Layers.Select((layer, index) => ForwardTable.Create(layer, index, parameters))];
        SequenceBatch batch = Batches.Numbers(1, time: 5, features: 3, outputs: 2, 5, 2, 4);
        var tensors = new BatchTensors(batch, training: true, META);
        Flow flow = tensors.Input();
        var places = new List<DeviceType>();
        foreach (ILayerForward layer in layers)
        {
            flow = layer.Forward(flow, tensors);
            places.Add(flow.Values.device_type);
        }

        places.Add(LossTable.Create(network.Loss).Sum(flow.Values, zeros(flow.Values.shape, device: META)).device_type);
        foreach (ILayerForward layer in layers) layer.Dispose();
        return [.. places];
    }
}
