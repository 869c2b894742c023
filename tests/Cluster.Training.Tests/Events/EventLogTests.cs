using Cluster.Training.Events;
using Cluster.V1;
using Microsoft.Extensions.Time.Testing;

namespace Cluster.Training.Tests.Events;

public sealed class EventLogTests : IDisposable
{
    private readonly TemporaryDirectory _directory = new();
    private readonly FakeTimeProvider _time = new(new DateTimeOffset(2026, 1, 2, 3, 4, 5, TimeSpan.Zero));

    public void Dispose() => _directory.Dispose();

    [Fact]
    public void Events_get_sequences_from_one_and_the_time()
    {
        using EventLog log = Open(1);
        Assert.Equal(0, log.Head);
        log.Append(Step(10));
        _time.Advance(TimeSpan.FromSeconds(1));
        log.Append(new JobEvent { StateChanged = new StateChanged { State = Job.Types.State.Running, Message = "go" } });

        IReadOnlyList<JobEvent> events = log.Read(0, 10);
        Assert.Equal([1L, 2L], events.Select(e => e.Sequence));
        Assert.Equal(10, events[0].StepCompleted.Step);
        Assert.Equal("go", events[1].StateChanged.Message);
        Assert.Equal(_time.GetUtcNow(), events[1].Time.ToDateTimeOffset());
        Assert.Equal(TimeSpan.FromSeconds(1), events[1].Time.ToDateTimeOffset() - events[0].Time.ToDateTimeOffset());
    }

    [Fact]
    public void Sequences_have_no_gaps_over_activations()
    {
        for (int term = 1; term <= 5; term++)
        {
            using EventLog log = Open(term * 3);
            Assert.Equal((term - 1) * 7, log.Head);
            for (int i = 1; i <= 7; i++) log.Append(Step(log.Head + 1));
            AssertSteps(log, term * 7);
        }
    }

    [Fact]
    public void A_page_begins_after_the_given_event_and_is_no_longer_than_asked()
    {
        using EventLog log = Open(1);
        Fill(log, 10);
        Assert.Equal([4L, 5L, 6L], log.Read(3, 3).Select(e => e.Sequence));
        Assert.Equal([10L], log.Read(9, 3).Select(e => e.Sequence));
        Assert.Equal(10, log.Read(-5, int.MaxValue).Count);
        Assert.Empty(log.Read(10, 3));
        Assert.Empty(log.Read(long.MaxValue, 3));
        Assert.Empty(log.Read(0, 0));
    }

    [Fact]
    public void A_torn_last_event_is_ignored_and_its_sequence_given_again()
    {
        using (EventLog log = Open(1)) Fill(log, 5);
        string file = Assert.Single(_directory.Files());
        using (FileStream stream = new(file, FileMode.Open)) stream.SetLength(stream.Length - 1);

        using EventLog reopened = Open(2);
        Assert.Equal(4, reopened.Head);
        reopened.Append(Step(500));
        Assert.Equal([1L, 2L, 3L, 4L, 500L], reopened.Read(0, 10).Select(e => e.StepCompleted.Step));
    }

    [Fact]
    public void Zeros_after_a_power_cut_are_no_events()
    {
        using (EventLog log = Open(1)) Fill(log, 5);
        using (FileStream stream = new(_directory.Files()[0], FileMode.Open)) stream.SetLength(stream.Length + 4096);
        using EventLog reopened = Open(2);
        AssertSteps(reopened, 5);
    }

    [Fact]
    public void A_stale_activation_is_fenced()
    {
        using EventLog stale = Open(1);
        Fill(stale, 5);
        using EventLog current = Open(2);
        stale.Append(Step(-6));
        current.Append(Step(6));
        stale.Append(Step(-7));
        stale.Append(Step(-8));

        AssertSteps(current, 6);
        using EventLog next = Open(3);
        AssertSteps(next, 6);
        next.Append(Step(7));
        AssertSteps(next, 7);
    }

    [Fact]
    public void An_activation_is_current_until_a_later_one_opens_the_log()
    {
        using EventLog first = Open(1);
        Fill(first, 5);
        Assert.True(first.IsCurrent());

        using EventLog second = Open(3);
        first.Append(Step(-6));

        Assert.False(first.IsCurrent());
        Assert.True(second.IsCurrent());
        Assert.True(EventLog.OpenRead(_directory.Path).IsCurrent());
    }

    [Fact]
    public void An_activation_that_died_before_its_first_event_fences_as_well()
    {
        using EventLog stale = Open(1);
        Fill(stale, 5);
        using (EventLog shortLived = Open(2)) Assert.Equal(5, shortLived.Head);
        stale.Append(Step(-6));
        using EventLog next = Open(3);
        AssertSteps(next, 5);
    }

    [Fact]
    public void A_term_that_is_not_new_is_refused()
    {
        using EventLog log = Open(4);
        Assert.Throws<ArgumentOutOfRangeException>(() => Open(4));
        Assert.Throws<ArgumentOutOfRangeException>(() => Open(3));
        Assert.Throws<ArgumentOutOfRangeException>(() => Open(0));
    }

    [Fact]
    public void Heartbeats_and_empty_events_are_not_logged()
    {
        using EventLog log = Open(1);
        Assert.Throws<ArgumentException>(() => log.Append(new JobEvent { Heartbeat = new Heartbeat() }));
        Assert.Throws<ArgumentException>(() => log.Append(new JobEvent()));
        Assert.Equal(0, log.Head);
    }

    [Fact]
    public void A_log_of_100000_events_over_three_activations_is_read_from_any_place()
    {
        const int count = 100_000;
        for (int term = 1; term <= 3; term++)
        {
            using EventLog part = Open(term);
            while (part.Head < count * term / 3) part.Append(Step(part.Head + 1));
        }

        using EventLog log = Open(4);
        Assert.Equal(count, log.Head);
        foreach (int after in new[] { 0, 1, 255, 256, 33_330, 33_333, 66_600, 95_000, 95_903, 95_904, 95_905, 99_990 })
        {
            long[] expected = [.. Enumerable.Range(after + 1, Math.Min(1000, count - after)).Select(i => (long)i)];
            IReadOnlyList<JobEvent> page = log.Read(after, 1000);
            Assert.Equal(expected, page.Select(e => e.Sequence));
            Assert.Equal(expected, page.Select(e => e.StepCompleted.Step));
        }

        AssertSteps(log, count);
    }

    [Fact]
    public void A_log_cut_at_any_byte_opens_as_a_prefix_and_goes_on()
    {
        using (EventLog log = Open(1)) Fill(log, 6);
        string file = Assert.Single(_directory.Files());
        byte[] whole = File.ReadAllBytes(file);
        long head = 0;
        for (int length = 0; length <= whole.Length; length++)
        {
            string directory = _directory[$"cut-{length}"];
            Directory.CreateDirectory(directory);
            File.WriteAllBytes(Path.Combine(directory, Path.GetFileName(file)), whole[..length]);
            using EventLog cut = new(directory, 2, _time);
            Assert.InRange(cut.Head, head, head + 1);
            head = cut.Head;
            AssertSteps(cut, head);
            cut.Append(Step(head + 1));
            AssertSteps(cut, head + 1);
        }

        Assert.Equal(6, head);
    }

    [Fact]
    public void Damage_anywhere_never_stops_opening()
    {
        using (EventLog log = Open(1)) Fill(log, 6);
        using (EventLog log = Open(2)) Fill(log, 12);
        string first = _directory.Files()[0];
        byte[] whole = File.ReadAllBytes(first);
        for (int i = 0; i < whole.Length; i++)
        {
            byte[] damaged = (byte[])whole.Clone();
            damaged[i] ^= 0xff;
            File.WriteAllBytes(first, damaged);
            using EventLog log = EventLog.OpenRead(_directory.Path);
            Assert.Equal(Enumerable.Range(1, (int)log.Head).Select(n => (long)n), log.Read(0, 100).Select(e => e.Sequence));
        }
    }

    [Fact]
    public void Events_after_a_lost_one_are_left_out_and_their_sequences_given_again()
    {
        using (EventLog log = Open(1)) Fill(log, 6);
        using (EventLog log = Open(2)) Fill(log, 9);
        using (FileStream stream = new(_directory.Files()[0], FileMode.Open)) stream.SetLength(stream.Length - 1);
        using (EventLog log = Open(3))
        {
            AssertSteps(log, 5);
            Fill(log, 8);
        }

        using EventLog reopened = EventLog.OpenRead(_directory.Path);
        AssertSteps(reopened, 8);
    }

    [Fact]
    public void A_log_opened_to_be_read_is_not_written()
    {
        using (EventLog log = Open(1)) Fill(log, 3);
        using EventLog read = EventLog.OpenRead(_directory.Path);
        AssertSteps(read, 3);
        Assert.Throws<InvalidOperationException>(() => read.Append(Step(4)));
        Assert.Single(_directory.Files());
        Assert.Equal(0, EventLog.OpenRead(_directory["missing"]).Head);
    }

    [Fact]
    public void An_event_that_found_the_disk_full_is_not_in_the_log_and_later_ones_are()
    {
        using SmallDisk disk = new();
        using EventLog log = new(disk.Path, 1, _time);
        string ballast = Path.Combine(disk.Path, "ballast");
        File.WriteAllBytes(ballast, new byte[1_000_000]);
        Assert.Throws<IOException>(() => Fill(log, 1_000_000));
        long head = log.Head;

        File.Delete(ballast);
        Fill(log, head + 3);
        AssertSteps(log, head + 3);
        using EventLog reopened = EventLog.OpenRead(disk.Path);
        AssertSteps(reopened, head + 3);
    }

    [Fact]
    public void Other_files_in_the_directory_are_let_alone()
    {
        File.WriteAllText(_directory["events-1.log"], "not ours");
        File.WriteAllText(_directory["notes.txt"], "9");
        using EventLog log = Open(1);
        Fill(log, 2);
        AssertSteps(log, 2);
    }

    private static void Fill(EventLog log, long head)
    {
        while (log.Head < head) log.Append(Step(log.Head + 1));
    }

    private static void AssertSteps(EventLog log, long head)
    {
        Assert.Equal(head, log.Head);
        Assert.Equal(Enumerable.Range(1, (int)head).Select(i => (long)i), log.Read(0, int.MaxValue).Select(e => e.StepCompleted.Step));
    }

    private static JobEvent Step(long step) => new() { StepCompleted = new StepCompleted { Step = step, Loss = 0.5, Seconds = 0.25 } };

    private EventLog Open(long term) => new(_directory.Path, term, _time);
}
