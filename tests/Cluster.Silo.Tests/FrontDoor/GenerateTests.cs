using Cluster.Silo.Tests.Servers;
using Cluster.V1;
using Grpc.Core;

namespace Cluster.Silo.Tests.FrontDoor;

/// <summary>Language models through the front door, and models used for what they are not.</summary>
public sealed class GenerateTests(SharedSilo shared)
{
    private ModelService.ModelServiceClient Models => shared.Silo.Models;

    [Fact]
    public async Task A_language_model_goes_on_with_a_text_but_tells_no_class()
    {
        JobSpec spec = new()
        {
            Name = "writer",
            Task = JobSpec.Types.Task.Generation,
            Data = new DataSpec { Dataset = "builtin/language-names", Text = "name" },
            Model = new ModelSpec
            {
                Layers =
                {
                    new LayerSpec { Embedding = new EmbeddingLayer { Size = 2 } },
                    new LayerSpec { Lstm = new LstmLayer { Units = 2, ReturnSequences = true } },
                    new LayerSpec { Dense = new DenseLayer() },
                },
            },
            Training = new TrainingSpec { Epochs = 1, BatchSize = 600, Optimizer = new OptimizerSpec { Sgd = new SgdOptimizer { LearningRate = 1e-6f } } },
        };
        Job job = await shared.Silo.Train(spec);
        Assert.Equal(Job.Types.State.Succeeded, job.State);
        Assert.Equal(JobSpec.Types.Task.Generation, (await Models.GetModelAsync(new GetModelRequest { Id = job.Id }, cancellationToken: TimeLimit.Token)).Task);

        var request = new GenerateRequest { Id = job.Id, Prompt = "A", Length = 5, Temperature = 1, Seed = 3 };
        GeneratedText text = (await Models.GenerateAsync(request, cancellationToken: TimeLimit.Token)).Text;
        Assert.StartsWith("A", text.Text, StringComparison.Ordinal);
        Assert.InRange(text.Tokens, 0, 5);
        Assert.Equal(text, (await Models.GenerateAsync(request, cancellationToken: TimeLimit.Token)).Text);

        Fault fault = await Fault.Of(Models.PredictAsync(new PredictRequest { Id = job.Id, Texts = { "x" } }, cancellationToken: TimeLimit.Token));
        Assert.Equal((StatusCode.FailedPrecondition, "WRONG_TASK"), (fault.Code, fault.Reason));
        Assert.Equal($"model '{job.Id}' is for GENERATION; this needs a model for CLASSIFICATION, TAGGING, FORECASTING or REGRESSION", fault.Sentence);
    }

    [Fact]
    public async Task A_classifier_writes_nothing()
    {
        Fault fault = await Generate(new GenerateRequest { Id = shared.Trained.Id });
        Assert.Equal((StatusCode.FailedPrecondition, "WRONG_TASK"), (fault.Code, fault.Reason));
        Assert.Equal("MODEL_NOT_FOUND", (await Generate(new GenerateRequest { Id = "none-abc123" })).Reason);
    }

    [Theory]
    [InlineData(-1, 1f, "length")]
    [InlineData(4097, 1f, "length")]
    [InlineData(1, -0.5f, "temperature")]
    [InlineData(1, float.NaN, "temperature")]
    public async Task Numbers_out_of_range_are_refused(int length, float temperature, string field)
    {
        Fault fault = await Generate(new GenerateRequest { Id = shared.Trained.Id, Length = length, Temperature = temperature });
        Assert.Equal((StatusCode.InvalidArgument, field), (fault.Code, Assert.Single(fault.Violations).Field));
    }

    private async Task<Fault> Generate(GenerateRequest request) =>
        await Fault.Of(Models.GenerateAsync(request, cancellationToken: TimeLimit.Token));
}
