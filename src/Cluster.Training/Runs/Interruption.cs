using System.Globalization;
using Cluster.V1;
using Google.Protobuf.WellKnownTypes;

namespace Cluster.Training.Runs;

/// <summary>Remembers what disturbed a run until it goes on, and then tells it in words. Later disturbances join the first.</summary>
/// <param name="takeover">What disturbed the run before it began; null for nothing.</param>
/// <param name="step">Steps done.</param>
internal sealed class Interruption(Takeover? takeover, long step)
{
    private readonly List<string> _workers = takeover is { Lost: true } ? [takeover.Before] : [];
    private readonly List<string> _sentences = takeover is null ? [] : [Sentence(takeover, step)];
    private Takeover? _takeover = takeover;
    private DateTimeOffset? _since = takeover?.Since;
    private long _step = step;

    /// <summary>Notes that a task of the run failed.</summary>
    /// <param name="begin">When the task began.</param>
    /// <param name="done">Steps done.</param>
    /// <param name="worker">Who was lost; null if nobody knows.</param>
    /// <param name="cause">What happened.</param>
    public void Note(DateTimeOffset begin, long done, string? worker, string cause)
    {
        if (_since is null) (_since, _step) = (begin, done);
        if (worker is not null && _workers.Contains(worker)) return;
        if (worker is not null) _workers.Add(worker);
        _sentences.Add(worker is null
            ? FormattableString.Invariant($"step {done + 1} did not end: {cause}")
            : FormattableString.Invariant($"silo {worker} was lost in step {done + 1} ({cause})"));
    }

    /// <summary>Tells what happened, once the run goes on; null if nothing did.</summary>
    /// <param name="resumed">When the task that succeeded began.</param>
    /// <param name="workers">Workers that go on.</param>
    public JobEvent? Take(DateTimeOffset resumed, int workers)
    {
        if (_since is not { } since) return null;
        double seconds = Math.Max(0, (resumed - since).TotalSeconds);
        string goOn = string.Create(
            CultureInfo.InvariantCulture, $"{(workers == 1 ? "1 worker" : $"{workers} workers")} went on after {seconds:0.0} s");
        JobEvent told = RunEvent.Incident(new Incident
        {
            Kind = _takeover is null ? Incident.Types.Kind.WorkersLost : Incident.Types.Kind.CoordinatorLost,
            Step = _step,
            Since = since.ToTimestamp(),
            Seconds = seconds,
            Message = $"{string.Join("; ", _sentences)}; {goOn}",
        });
        told.Incident.Workers.Add(_workers);
        (_since, _takeover) = (null, null);
        _workers.Clear();
        _sentences.Clear();
        return told;
    }

    private static string Sentence(Takeover takeover, long step)
    {
        if (takeover.Lost)
            return FormattableString.Invariant($"silo {takeover.Before}, which coordinated the job, was lost after step {step}; silo {takeover.Now} coordinates now");
        return takeover.Before == takeover.Now
            ? FormattableString.Invariant($"the coordinator on silo {takeover.Now} began anew after step {step}")
            : FormattableString.Invariant($"the coordinator moved from silo {takeover.Before} to silo {takeover.Now} after step {step}");
    }
}
