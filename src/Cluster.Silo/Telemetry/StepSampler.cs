using System.Diagnostics;
using OpenTelemetry.Trace;

namespace Cluster.Silo.Telemetry;

/// <summary>Keeps the traces that a coordinator begins with a plan of steps. Orleans begins one for each of its many small calls otherwise.</summary>
internal sealed class StepSampler : Sampler
{
    /// <inheritdoc/>
    public override SamplingResult ShouldSample(in SamplingParameters samplingParameters) =>
        new(samplingParameters is { Kind: ActivityKind.Internal, Name: "steps" } ? SamplingDecision.RecordAndSample : SamplingDecision.Drop);
}
