using Cluster.Training.Replicas;
using Cluster.Training.Runs;
using Cluster.Training.Workers;

namespace Cluster.Training.Tests.Runs;

public sealed class TrustTests
{
    private static readonly VoidSteps Never = new(ValidSteps: 0, Attempt: 0);

    [Theory]
    [InlineData(4, true)]
    [InlineData(5, true)]
    [InlineData(6, false)]
    public void What_is_logged_needs_no_report_and_what_is_not_does(long version, bool trusted) =>
        Assert.Equal(trusted, IsTrusted(new WorkerStatus(version, 9, []), logged: 5, Never));

    [Theory]
    [InlineData(6, 7, true)]
    [InlineData(7, 7, false)]
    [InlineData(6, 6, false)]
    public void Reports_must_reach_from_the_log_to_the_version(long first, long last, bool trusted) =>
        Assert.Equal(trusted, IsTrusted(new WorkerStatus(7, 9, Reports(first, last)), logged: 5, Never));

    [Theory]
    [InlineData(5, 100, true)]
    [InlineData(6, 100, false)]
    [InlineData(6, 101, true)]
    public void A_version_that_was_declared_void_is_trusted_only_if_it_was_made_again(long version, long madeIn, bool trusted) =>
        Assert.Equal(trusted, IsTrusted(new WorkerStatus(version, madeIn, []), logged: 6, new VoidSteps(5, 100)));

    [Fact]
    public void Steps_after_something_that_is_not_logged_are_not_trusted()
    {
        // After step 6 an epoch is validated.
        var status = new WorkerStatus(7, 9, Reports(6, 7));
        Assert.Equal(-1, Trust.Of(status, logged: 5, furthest: 6, Never).Version);
        Assert.Equal(7, Trust.Of(status, logged: 5, furthest: 7, Never).Version);
    }

    private static bool IsTrusted(WorkerStatus status, long logged, VoidSteps voided) => Trust.Of(status, logged, furthest: 100, voided).Version == status.Version;

    private static StepReport[] Reports(long first, long last) =>
        [.. Enumerable.Range((int)first, (int)(last - first + 1)).Select(version => new StepReport(StepOutcome.Completed, version, Array.Empty<LossSums>(), 0, default))];
}
