using System.Diagnostics;
using Cluster.Training.Planning;
using Cluster.V1;

namespace Cluster.Grains.Telemetry;

/// <summary>The span of the steps that a coordinator makes now by one plan, above those of its workers. There is none while nobody listens.</summary>
/// <param name="job">The job.</param>
internal sealed class StepSpan(string job) : IDisposable
{
    private Activity? _step;
    private long _attempt;
    private long _last;

    /// <summary>Begins the span of a call to a worker; the first one of an attempt begins that of its steps.</summary>
    /// <param name="worker">Name of the worker.</param>
    /// <param name="plan">What is asked of all workers.</param>
    /// <returns>Null while nobody listens.</returns>
    public Activity? Call(string worker, StepPlan plan)
    {
        if (!Tracing.Source.HasListeners()) return null;
        if (plan.Attempt != _attempt) Begin(plan);
        return _step is null
            ? null
            : Tracing.Source.StartActivity("call worker", ActivityKind.Client, _step.Context, [new("cluster.worker", worker)]);
    }

    /// <summary>Ends the span when the last of its steps was committed.</summary>
    public void Complete(StepCompleted step)
    {
        if (step.Step < _last) return;
        _step?.SetTag("cluster.workers", step.Workers).SetTag("cluster.examples", step.Examples).SetStatus(ActivityStatusCode.Ok);
        End();
    }

    /// <summary>Ends the span of steps that were not.</summary>
    public void Dispose() => End();

    private void Begin(StepPlan plan)
    {
        _step?.SetStatus(ActivityStatusCode.Error, "the attempt was given up");
        End();
        (_attempt, _last) = (plan.Attempt, plan.Step + plan.Steps);
        Activity? around = Activity.Current;
        // A trace of its own: whoever started the job has long gone.
        Activity.Current = null;
        _step = Tracing.Source.StartActivity("steps", ActivityKind.Internal, default(ActivityContext), Tracing.TagsOf(job, plan));
        Activity.Current = around;
    }

    private void End()
    {
        Activity? around = Activity.Current;
        _step?.Dispose();
        _step = null;
        Activity.Current = around;
    }
}
