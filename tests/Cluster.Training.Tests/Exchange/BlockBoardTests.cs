using Cluster.Training.Exchange;
using Cluster.Training.Vectors;

namespace Cluster.Training.Tests.Exchange;

public sealed class BlockBoardTests : IDisposable
{
    private readonly VectorPool _pool = new(4);
    private readonly BlockBoard _board = new();

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    public void Dispose() => _pool.Dispose();

    [Fact]
    public async Task A_reader_waits_for_the_block_and_gets_it()
    {
        Task<BlockLease> reading = _board.Read(1, "mean", Cancel);
        Assert.False(reading.IsCompleted);
        _board.Begin(1);
        Publish(1, 2.5f);
        using BlockLease lease = await reading;
        Assert.Equal([2.5f, 2.5f], lease.Values.ToArray());
    }

    [Fact]
    public async Task A_new_attempt_turns_away_those_who_wait_for_an_old_one()
    {
        _board.Begin(1);
        Task<BlockLease> reading = _board.Read(1, "mean", Cancel);
        _board.Begin(2);
        await Assert.ThrowsAsync<AttemptFencedException>(() => reading);
        await Assert.ThrowsAsync<AttemptFencedException>(() => _board.Read(1, "mean", Cancel));
    }

    [Fact]
    public async Task Blocks_of_a_step_stay_up_during_the_next_one_and_no_longer()
    {
        _board.Begin(1);
        Publish(1, 3);
        _board.BeginStep();
        using (BlockLease lease = await _board.Read(1, "mean", Cancel)) Assert.Equal([3f, 3f], lease.Values.ToArray());

        _board.BeginStep();
        Task<BlockLease> late = _board.Read(1, "mean", Cancel);
        Assert.False(late.IsCompleted);
        // The board let go of the vector: it is the next one to be rented.
        FlatVector free = _pool.Rent();
        Assert.Equal(3, free.GetSpan()[0]);
        free.Release();
        _board.Begin(2);
        await Assert.ThrowsAsync<AttemptFencedException>(() => late);
    }

    [Fact]
    public void Publishing_for_an_old_attempt_is_refused()
    {
        _board.Begin(2);
        Assert.Throws<AttemptFencedException>(() => Publish(1, 1));
    }

    [Fact]
    public async Task A_block_that_is_being_read_is_not_reused_by_the_next_attempt()
    {
        _board.Begin(1);
        Publish(1, 7);
        using (BlockLease lease = await _board.Read(1, "mean", Cancel))
        {
            _board.Begin(2);
            FlatVector other = _pool.Rent();
            other.GetSpan().Fill(-1);
            Assert.Equal([7f, 7f], lease.Values.ToArray());
            other.Release();
        }

        // Both vectors are free now; a third one would mean that a lease leaked.
        FlatVector first = _pool.Rent(), second = _pool.Rent();
        Assert.Equal(new HashSet<float> { 7, -1 }, new HashSet<float> { first.GetSpan()[0], second.GetSpan()[0] });
        first.Release();
        second.Release();
    }

    private void Publish(long attempt, float value)
    {
        FlatVector vector = _pool.Rent();
        vector.GetSpan().Fill(value);
        try
        {
            _board.Publish(attempt, "mean", vector, 2);
        }
        finally
        {
            vector.Release();
        }
    }
}
