using Cluster.EndToEnd.Tests.Commands;
using Cluster.EndToEnd.Tests.Programs;

namespace Cluster.EndToEnd.Tests.Failures;

[Collection(TrainedClusterGroup.Name)]
public sealed class DivergenceTests(TrainedCluster trained)
{
    [Fact]
    public async Task A_loss_that_is_no_number_fails_the_job_and_names_the_step()
    {
        CommandResult result = await trained.Cluster.RunAsync(
            "train", Repository.LanguageId, "--output", "json",
            "--set", "training.optimizer={sgd: {learningRate: 1e38}}", "--set", "training.clipNorm=1e38");

        result.AssertExitCode(1);
        Assert.Equal("FAILED", result.Json.GetProperty("state").GetString());
        Assert.Equal("NON_FINITE_LOSS", result.Json.GetProperty("reason").GetString());
        Assert.Equal(1, result.Json.GetProperty("steps").GetInt32());
        Assert.Matches(@"error: job language-id-\w{6} FAILED \(NON_FINITE_LOSS\): the loss or its gradient is not a finite number in step 2; ", result.Error);
    }
}
