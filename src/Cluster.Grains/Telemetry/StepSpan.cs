using System.Diagnostics;
using Cluster.Training.Planning;
using Cluster.V1;

namespace Cluster.Grains.Telemetry;

/// <summary>The span of the step that a coordinator makes now, above those of its workers. There is none while nobody listens.</summary>
/// <param name="job">The job.</param>
internal sealed class StepSpan(string job) : IDisposable
{
    private Activity? _step;
    private long _attempt;

    /// <summary>Begins the span of a call to a worker; the first one of an attempt begins that of the step.</summary>
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

    /// <summary>Ends the span of a step that was committed.</summary>
    public void Complete(StepCompleted step)
    {
        _step?.SetTag("cluster.workers", step.Workers).SetTag("cluster.examples", step.Examples).SetStatus(ActivityStatusCode.Ok);
        End();
    }

    /// <summary>Ends the span of a step that was not.</summary>
    public void Dispose() => End();

    private void Begin(StepPlan plan)
    {
        _step?.SetStatus(ActivityStatusCode.Error, "the attempt was given up");
        End();
        _attempt = plan.Attempt;
        Activity? around = Activity.Current;
        // A trace of its own: whoever started the job has long gone.
        Activity.Current = null;
        _step = Tracing.Source.StartActivity("step", ActivityKind.Internal, default(ActivityContext), Tracing.TagsOf(job, plan.Step + 1, plan.Attempt));
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
