using System.Text.Json;
using Cluster.Training.Planning;
using Cluster.Training.Replicas;
using Cluster.Training.Workers;

namespace Cluster.Benchmarks.Scale.Model;

/// <summary>
/// What the coordinator sends and receives for a plan. Each worker gets the whole plan, and reports the loss sums of all shards; both go as JSON.
/// So their bytes grow with the square of the workers.
/// </summary>
/// <param name="Sent">Bytes of all plans.</param>
/// <param name="Received">Bytes of all reports.</param>
internal readonly record struct ControlTraffic(double Sent, double Received)
{
    /// <summary>Weighs a plan and the reports of its steps by writing them. The coordinator's own worker is on the same silo.</summary>
    /// <param name="plan">The plan of its first step.</param>
    /// <param name="steps">Steps of the plan.</param>
    public static ControlTraffic Of(StepPlan plan, int steps)
    {
        var sums = new LossSums(2893.4179077148438, 1024, 97, 12345678901234567890);
        var report = new StepReport(
            StepOutcome.Completed, plan.Step, Enumerable.Repeat(sums, plan.Shards).ToArray(), 0.12345678901234568, new PhaseSeconds(0.0060123, 0.0064123, 0.0002812, 0.0000912));
        int peers = plan.Shares.Count - 1;
        StepPlan whole = plan with { FollowingRates = Enumerable.Repeat(plan.LearningRate, steps - 1).ToArray() };
        return new ControlTraffic(
            (double)JsonSerializer.SerializeToUtf8Bytes(whole).Length * peers, (double)JsonSerializer.SerializeToUtf8Bytes(report).Length * steps * peers);
    }

    /// <summary>Seconds that all of it takes, besides the calls themselves.</summary>
    /// <param name="link">The coordinator's card.</param>
    /// <param name="costs">Its processor.</param>
    public double Seconds(Link link, StepCosts costs) =>
        Math.Max(Sent / link.BytesPerSecond, Sent / costs.TextBytesPerSecond)
        + Math.Max(Received / link.BytesPerSecond, Received / costs.TextBytesPerSecond);
}
