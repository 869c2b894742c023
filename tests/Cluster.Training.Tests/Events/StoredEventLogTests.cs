using Cluster.Training.Events;
using Cluster.V1;

namespace Cluster.Training.Tests.Events;

public sealed class StoredEventLogTests
{
    private const string JobId = "job";

    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(30);

    private readonly MemoryEventStore _store = new();

    [Fact]
    public async Task Events_get_sequences_at_once_and_are_read_when_they_are_stored()
    {
        using IEventLog log = await Open(1);
        _store.Silent = true;
        JobEvent first = Step(10);
        Task stored = log.Append(first);
        Assert.Equal(1, first.Sequence);
        Assert.Equal(0, log.Head);
        Assert.Empty(await log.Read(0, 10, TestContext.Current.CancellationToken));
        _store.Silent = false;
        await stored.WaitAsync(Limit, TestContext.Current.CancellationToken);
        Assert.Equal(1, log.Head);
        Assert.Null(log.Trouble);
        Assert.Equal(10, Assert.Single(await log.Read(0, 10, TestContext.Current.CancellationToken)).StepCompleted.Step);
    }

    [Fact]
    public async Task What_waited_while_the_store_was_silent_is_stored_in_order()
    {
        using IEventLog log = await Open(1);
        _store.Silent = true;
        Task[] stored = [.. Enumerable.Range(1, 2000).Select(step => log.Append(Step(step)))];
        _store.Silent = false;
        await Task.WhenAll(stored).WaitAsync(Limit, TestContext.Current.CancellationToken);
        Assert.Equal(Enumerable.Range(1, 2000).Select(step => (long)step), _store.EventsOf(JobId).Select(happened => happened.StepCompleted.Step));
        Assert.Equal(Enumerable.Range(1, 2000).Select(sequence => (long)sequence), _store.EventsOf(JobId).Select(happened => happened.Sequence));
    }

    [Fact]
    public async Task An_append_whose_answer_was_lost_is_stored_once()
    {
        using IEventLog log = await Open(1);
        _store.LosesAnswers = true;
        Task first = log.Append(Step(1));
        SpinWait.SpinUntil(() => _store.EventsOf(JobId).Count == 1, Limit);
        Task second = log.Append(Step(2));
        _store.LosesAnswers = false;
        await Task.WhenAll(first, second).WaitAsync(Limit, TestContext.Current.CancellationToken);
        Assert.Equal([1L, 2L], _store.EventsOf(JobId).Select(happened => happened.StepCompleted.Step));
    }

    [Fact]
    public async Task A_stale_activation_writes_nothing_and_is_told_so()
    {
        using IEventLog stale = await Open(1);
        await stale.Append(Step(1)).WaitAsync(Limit, TestContext.Current.CancellationToken);
        using IEventLog current = await Open(2);
        await Assert.ThrowsAsync<StaleLogException>(() => stale.Append(Step(-2)).WaitAsync(Limit, TestContext.Current.CancellationToken));
        await Assert.ThrowsAsync<StaleLogException>(() => stale.Append(Step(-3)).WaitAsync(Limit, TestContext.Current.CancellationToken));
        await current.Append(Step(2)).WaitAsync(Limit, TestContext.Current.CancellationToken);
        Assert.Equal([1L, 2L], _store.EventsOf(JobId).Select(happened => happened.StepCompleted.Step));
        await Assert.ThrowsAsync<StaleLogException>(() => Open(2));
    }

    [Fact]
    public async Task Events_that_the_server_lost_in_a_crash_are_sent_again()
    {
        using IEventLog log = await Open(1);
        for (int step = 1; step <= 5; step++) await log.Append(Step(step)).WaitAsync(Limit, TestContext.Current.CancellationToken);
        _store.Forget(JobId, 3);
        await log.Append(Step(6)).WaitAsync(Limit, TestContext.Current.CancellationToken);
        Assert.Equal([1L, 2L, 3L, 4L, 5L, 6L], _store.EventsOf(JobId).Select(happened => happened.StepCompleted.Step));
    }

    [Fact]
    public async Task An_emptied_store_is_told_and_not_written()
    {
        using IEventLog log = await Open(1);
        await log.Append(Step(1)).WaitAsync(Limit, TestContext.Current.CancellationToken);
        _store.Empty();
        LogLostException lost = await Assert.ThrowsAsync<LogLostException>(() => log.Append(Step(2)).WaitAsync(Limit, TestContext.Current.CancellationToken));
        Assert.Contains("it was emptied", lost.Message, StringComparison.Ordinal);
        await Assert.ThrowsAsync<LogLostException>(() => Open(2, known: 1));
        Assert.Throws<KeyNotFoundException>(() => _store.EventsOf(JobId));
    }

    [Fact]
    public async Task Events_of_older_activations_are_read_page_by_page()
    {
        using (IEventLog log = await Open(1))
            await Task.WhenAll(Enumerable.Range(1, 2500).Select(step => log.Append(Step(step)))).WaitAsync(Limit, TestContext.Current.CancellationToken);
        using IEventLog next = await Open(2, known: 2500);
        await next.Append(Step(2501)).WaitAsync(Limit, TestContext.Current.CancellationToken);
        var read = new List<JobEvent>();
        while (await next.Read(read.Count, int.MaxValue, TestContext.Current.CancellationToken) is { Count: > 0 } page) read.AddRange(page);
        Assert.Equal(Enumerable.Range(1, 2501).Select(step => (long)step), read.Select(happened => happened.StepCompleted.Step));
    }

    private Task<IEventLog> Open(long term, long known = 0) =>
        new StoredEventLogs(_store, TimeProvider.System).Open(JobId, term, known, TestContext.Current.CancellationToken);

    private static JobEvent Step(long step) => new() { StepCompleted = new StepCompleted { Step = step } };
}
