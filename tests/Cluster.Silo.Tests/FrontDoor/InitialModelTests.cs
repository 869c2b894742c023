using Cluster.Silo.Tests.Servers;
using Cluster.V1;

namespace Cluster.Silo.Tests.FrontDoor;

public sealed class InitialModelTests(SharedSilo shared)
{
    [Fact]
    public async Task A_job_that_begins_with_a_model_has_its_files_in_the_resolved_spec_and_takes_them_over()
    {
        JobSpec spec = SharedSilo.Spec("goes-on");
        spec.Training.InitFrom = shared.Trained.Id;
        Job job = await shared.Silo.Train(spec);
        Assert.Equal(["labels.txt", "model.safetensors", "vocabulary.txt"], job.ResolvedSpec.Training.InitialFiles.Select(file => file.Name).Order(StringComparer.Ordinal));
        Assert.Contains(job.ResolvedSpec.Training.InitialFiles, file => file.Sha256 == shared.Trained.WeightsSha256);
        Assert.Empty(job.Spec.Training.InitialFiles);
        Assert.Equal(job.Preparation.Parameters, job.Preparation.TakenValues);
        Assert.Equal(Job.Types.State.Succeeded, job.State);
    }

    [Fact]
    public async Task A_model_that_does_not_exist_is_told_at_the_door()
    {
        JobSpec spec = SharedSilo.Spec("goes-on");
        spec.Training.InitFrom = "nothing-1";
        Fault fault = await Fault.Of(shared.Silo.Jobs.CreateJobAsync(new CreateJobRequest { Spec = spec }, cancellationToken: TimeLimit.Token));
        Assert.Equal("INVALID_SPEC", fault.Reason);
        Assert.Equal(("training.initFrom", "There is no model 'nothing-1'."), Assert.Single(fault.Violations));
    }
}
