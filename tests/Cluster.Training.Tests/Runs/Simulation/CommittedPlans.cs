using Cluster.Training.Planning;
using Cluster.Training.Workers;

namespace Cluster.Training.Tests.Runs.Simulation;

/// <summary>The plans of all tries that some worker completed, by the version they made.</summary>
internal sealed class CommittedPlans
{
    private readonly Dictionary<long, List<StepPlan>> _plans = [];

    public void Add(StepPlan plan, StepReport report)
    {
        Assert.Equal(plan.Step + 1, report.Version);
        if (!_plans.TryGetValue(report.Version, out List<StepPlan>? made)) _plans[report.Version] = made = [];
        made.Add(plan);
    }

    /// <summary>Every plan that made this version; several, when a step was made again after a loss.</summary>
    public IReadOnlyList<StepPlan> Of(long version) => _plans.GetValueOrDefault(version) ?? [];
}
