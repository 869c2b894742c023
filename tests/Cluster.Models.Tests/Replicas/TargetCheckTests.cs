using Cluster.Training.Data;
using Cluster.Training.Layers;
using Cluster.Training.Replicas;

namespace Cluster.Models.Tests.Replicas;

/// <summary>Batches of numbers whose sizes do not fit are refused before libtorch sees them.</summary>
public sealed class TargetCheckTests(DeviceFixture fixture)
{
    private static readonly Network PerStep =
        Stack.Numbers(2, 3, """{"layers": [{"gru": {"units": 3, "returnSequences": true} }]}""", perStep: true);

    private static readonly Network Decoder = Stack.Numbers(
        2, 3, """{"layers": [{"pooling": {"kind": "LAST"} }, {"repeatVector": {"steps": 4} }, {"gru": {"units": 3, "returnSequences": true} }]}""",
        perStep: true);

    [Fact]
    public Task Too_few_features() => Refused(PerStep, Batch([5, 2], 5) with { Features = new float[7] }, "There are 7 features, not 10 x 2.");

    [Fact]
    public Task Tokens_instead_of_numbers() =>
        Refused(PerStep, Batch([5, 2], 5) with { Features = null, Tokens = new int[10] }, "There are 0 features, not 10 x 2.");

    [Fact]
    public Task A_step_without_a_target() => Refused(PerStep, Batch([5, 1], 5), "Sequence 1 has 1 targets, but the network gives 2 steps.");

    [Fact]
    public Task Another_number_of_targets_than_the_decoder_has_steps() =>
        Refused(Decoder, Batch([4, 3], 4), "Sequence 1 has 3 targets, but the network gives 4 steps.");

    [Fact]
    public Task One_target_a_sequence_where_every_step_needs_one() => Refused(
        PerStep, Batch([1, 1], 5) with { Targets = new BatchTargets(0, [1, 1], null, new float[6]) }, "The network expects a target a step.");

    [Fact]
    public Task Too_few_values() => Refused(
        PerStep, Batch([5, 2], 5) with { Targets = new BatchTargets(5, [5, 2], null, new float[6]) }, "There are 6 values, not 10 x 3.");

    private static SequenceBatch Batch(int[] targets, int targetTime) => Batches.Numbers(1, 5, features: 2, outputs: 3, 5, 2) with
    {
        Targets = new BatchTargets(targetTime, targets, Classes: null, new float[2 * targetTime * 3]),
    };

    private async Task Refused(Network network, SequenceBatch batch, string message)
    {
        using IReplica replica = fixture.Replica(network);

        ArgumentException exception = await Assert.ThrowsAsync<ArgumentException>(
            () => replica.ComputeGradient(batch, new float[network.Layout.Length], TestContext.Current.CancellationToken));

        Assert.StartsWith(message, exception.Message, StringComparison.Ordinal);
    }
}
