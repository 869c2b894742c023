using System.Globalization;
using System.Runtime.InteropServices;
using Cluster.Training.Planning;
using Cluster.Training.Workers;

namespace Cluster.Training.Runs;

internal sealed partial class Team
{
    /// <summary>Asks members one thing each, all at once.</summary>
    /// <param name="task">What it is for.</param>
    /// <param name="question">Gets the member and its number.</param>
    /// <param name="cancel">Gives up.</param>
    public async Task<T[]> Ask<T>(RunTask task, Func<IWorker, int, CancellationToken, Task<T>> question, CancellationToken cancel)
    {
        RecentSeconds recent = CollectionsMarshal.GetValueRefOrAddDefault(_asked, task, out _) ??= new RecentSeconds();
        long begin = time.GetTimestamp();
        T[] answers = await Attend(
            stop => Task.WhenAll(_members.Select((member, i) => question(member, i, stop))), StepDeadline.ForTask(recent.Values, _overdue), cancel);
        _overdue = 0;
        recent.Add(time.GetElapsedTime(begin).TotalSeconds);
        return answers;
    }

    /// <summary>Asks one member what only one must do.</summary>
    public Task<T> AskOne<T>(RunTask task, Func<IWorker, CancellationToken, Task<T>> question, CancellationToken cancel) =>
        AskOne(task, _members[0], question, cancel);

    /// <summary>Asks a certain member something.</summary>
    public async Task<T> AskOne<T>(RunTask task, IWorker asked, Func<IWorker, CancellationToken, Task<T>> question, CancellationToken cancel)
    {
        T?[] answers = await Ask(task, async (member, _, stop) => member == asked ? await question(member, stop) : default, cancel);
        return answers[_members.ToList().IndexOf(asked)]!;
    }

    // Waits for an answer of all members, and notices who falls silent meanwhile.
    private async Task<T> Attend<T>(Func<CancellationToken, Task<T>> ask, TimeSpan limit, CancellationToken cancel)
    {
        using var late = new CancellationTokenSource(limit, time);
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(cancel, late.Token);
        try
        {
            Task<T> answer = ask(stop.Token);
            Task<WorkerLostException> silence = _pulse.Silence(_members, stop.Token);
            if (await Task.WhenAny(answer, silence) == silence) throw await silence;
            return await answer;
        }
        catch (OperationCanceledException) when (!cancel.IsCancellationRequested)
        {
            _undecided = true;
            _overdue++;
            throw new StepOverdueException(string.Create(CultureInfo.InvariantCulture, $"not all workers were done within {limit.TotalSeconds:0.#} s"));
        }
        finally
        {
            stop.Cancel();
        }
    }

    private async Task<Dictionary<string, StepReport[]>> Gather(StepPlan plan, CancellationToken stop)
    {
        var running = _members.Select(member => member.RunSteps(plan, stop)).ToList();
        var reports = new Dictionary<string, StepReport[]>();
        for (var open = new List<Task<StepReport[]>>(running); open.Count > 0;)
        {
            Task<StepReport[]> next = await Task.WhenAny(open);
            open.Remove(next);
            IWorker member = _members[running.IndexOf(next)];
            StepReport[] own = await next;
            if (own[^1].Outcome == StepOutcome.Disputed) throw Disputed(member, own[^1]);
            if (own[^1].Outcome is not (StepOutcome.Completed or StepOutcome.NonFinite)) throw Lost(member, own[^1]);
            reports.Add(member.Name, own);
        }

        return reports;
    }
}
