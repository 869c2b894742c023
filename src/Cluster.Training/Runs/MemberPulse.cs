using Cluster.Training.Workers;

namespace Cluster.Training.Runs;

/// <summary>
/// Finds a member that hangs or was cut off while an answer is waited for, however long the answer itself may take. A
/// prepared worker answers <see cref="IWorker.Prepare"/> at once, also in the middle of a step.
/// </summary>
internal sealed class MemberPulse(TimeProvider time)
{
    /// <summary>Shorter answers need no pulse.</summary>
    private static readonly TimeSpan Period = TimeSpan.FromMilliseconds(300);

    /// <summary>A living silo answers within milliseconds, one that is swapped out or starved within a second.</summary>
    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(1.2);

    /// <summary>Waits until a member is silent.</summary>
    /// <param name="members">Whom to ask.</param>
    /// <param name="cancel">Ends waiting.</param>
    /// <returns>The one that is lost.</returns>
    /// <exception cref="OperationCanceledException">All were there until the end.</exception>
    public async Task<WorkerLostException> Silence(IReadOnlyList<IWorker> members, CancellationToken cancel)
    {
        while (true)
        {
            await Task.Delay(Period, time, cancel);
            WorkerLostException?[] silent = await Task.WhenAll(members.Select(member => Ask(member, cancel)));
            if (silent.FirstOrDefault(lost => lost is not null) is { } first) return first;
        }
    }

    private async Task<WorkerLostException?> Ask(IWorker member, CancellationToken cancel)
    {
        try
        {
            await member.Prepare(cancel).WaitAsync(Limit, time, cancel);
            return null;
        }
        catch (WorkerLostException lost)
        {
            return lost;
        }
        catch (TimeoutException)
        {
            return new WorkerLostException(member.Name, $"it was silent for {Limit.TotalSeconds} s");
        }
    }
}
