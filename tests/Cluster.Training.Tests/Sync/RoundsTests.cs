using Cluster.Training.Sync;
using Cluster.V1;

namespace Cluster.Training.Tests.Sync;

public sealed class RoundsTests
{
    [Theory]
    // An epoch of 32 steps is cut into rounds of equal length.
    [InlineData(32, 1, 32, "0 1 2 3")]
    [InlineData(32, 5, 7, "0 4 9 13")]
    [InlineData(32, 30, 2, "0 16 32 48")]
    [InlineData(32, 32, 1, "0 32 64 96")]
    // More than an epoch: as many whole epochs as fit.
    [InlineData(32, 63, 1, "0 32 64 96")]
    [InlineData(10, 25, 1, "0 20 40 50")]
    public void An_epoch_is_cut_into_equal_rounds_or_a_round_has_whole_epochs(int stepsPerEpoch, int localSteps, int roundsInEpoch, string firstSteps)
    {
        Rounds rounds = Of(stepsPerEpoch, localSteps, epochs: 5);
        Assert.Equal(firstSteps, string.Join(' ', Enumerable.Range(0, 4).Select(round => rounds.FirstStep(round))));
        if (localSteps < 2 * stepsPerEpoch) Assert.Equal(5 * roundsInEpoch, rounds.Total);
    }

    [Theory]
    [InlineData(32, 1)]
    [InlineData(32, 5)]
    [InlineData(10, 25)]
    [InlineData(3, 100)]
    [InlineData(1, 1)]
    public void Rounds_cover_every_step_once_are_not_too_long_and_end_with_each_epoch(int stepsPerEpoch, int localSteps)
    {
        const int epochs = 7;
        Rounds rounds = Of(stepsPerEpoch, localSteps, epochs);
        Assert.Equal(0, rounds.FirstStep(0));
        Assert.Equal(stepsPerEpoch * epochs, rounds.FirstStep(rounds.Total));
        for (long round = 0; round < rounds.Total; round++) Assert.InRange(rounds.EndStep(round) - rounds.FirstStep(round), 1, localSteps);
        for (int epoch = 1; epoch <= epochs; epoch++)
        {
            long after = rounds.RoundsFor(epoch);
            Assert.InRange(rounds.EpochsAfter(after), epoch, epochs);
            Assert.True(rounds.EpochsAfter(after - 1) < epoch);
        }
    }

    [Fact]
    public void Several_epochs_in_a_round_are_complete_after_it()
    {
        Rounds rounds = Of(stepsPerEpoch: 10, localSteps: 25, epochs: 5);
        Assert.Equal(3, rounds.Total);
        Assert.Equal([0, 2, 4, 5], Enumerable.Range(0, 4).Select(done => rounds.EpochsAfter(done)));
        Assert.Equal([1L, 1, 2, 2, 3], Enumerable.Range(1, 5).Select(rounds.RoundsFor));
    }

    private static Rounds Of(int stepsPerEpoch, int localSteps, int epochs) =>
        new(new TrainingSpec { Epochs = epochs, Shards = 2, Sync = new SyncSpec { LocalSteps = localSteps, Replicas = 2 } }, stepsPerEpoch);
}
