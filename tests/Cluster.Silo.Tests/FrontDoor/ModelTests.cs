using System.Security.Cryptography;
using Cluster.Silo.Tests.Servers;
using Cluster.V1;
using Grpc.Core;

namespace Cluster.Silo.Tests.FrontDoor;

public sealed class ModelTests(SharedSilo shared)
{
    private RunningSilo Silo => shared.Silo;

    private string Id => shared.Trained.Id;

    [Fact]
    public async Task A_trained_model_is_there_with_its_files()
    {
        Model model = await Silo.Models.GetModelAsync(new GetModelRequest { Id = Id }, cancellationToken: TimeLimit.Token);
        Assert.Equal((Id, shared.Trained.WeightsSha256, shared.Trained.Preparation.Parameters), (model.Id, model.WeightsSha256, model.Parameters));
        Assert.Equal(shared.Trained.Metrics.Where(metric => metric.Key.StartsWith("test/", StringComparison.Ordinal)), model.Metrics);
        Assert.Equal(30, model.Labels.Count);
        Assert.Equal(
            ["model.safetensors", "config.json", "vocabulary.txt", "labels.txt", "spec.json", "metrics.json", "provenance.json", "README.md", "load_pytorch.py"],
            model.Files.Select(file => file.Name));
    }

    [Fact]
    public async Task Models_are_listed_and_jobs_without_one_are_not()
    {
        Job cancelled = await Silo.Create(SharedSilo.Spec("without-model", Silo.Gates.NewGate()));
        await Silo.Jobs.CancelJobAsync(new CancelJobRequest { Id = cancelled.Id }, cancellationToken: TimeLimit.Token);
        ListModelsResponse models = await Silo.Models.ListModelsAsync(new ListModelsRequest { PageSize = 1000 }, cancellationToken: TimeLimit.Token);
        Assert.Contains(models.Models, model => model.Id == Id);
        Assert.DoesNotContain(models.Models, model => model.Id == cancelled.Id);
    }

    [Fact]
    public async Task Every_file_arrives_with_the_size_and_digest_that_were_promised()
    {
        Model model = await Silo.Models.GetModelAsync(new GetModelRequest { Id = Id }, cancellationToken: TimeLimit.Token);
        foreach (ModelFile file in model.Files)
        {
            byte[] content = await Silo.Download(Id, file.Name);
            Assert.Equal((file.Size, file.Sha256), (content.Length, Convert.ToHexStringLower(SHA256.HashData(content))));
        }
    }

    [Fact]
    public async Task A_download_goes_on_where_it_broke_off()
    {
        byte[] whole = await Silo.Download(Id, "model.safetensors");
        foreach (int offset in new[] { 0, 1, whole.Length / 2, whole.Length - 1, whole.Length })
            Assert.Equal(whole[offset..], await Silo.Download(Id, "model.safetensors", offset));
    }

    [Theory]
    [InlineData(-1)]
    [InlineData(long.MaxValue)]
    public async Task An_offset_lies_within_the_file(long offset)
    {
        Fault fault = await Fault.Of(Download(Id, "labels.txt", offset));
        Assert.Equal((StatusCode.InvalidArgument, "INVALID_ARGUMENT"), (fault.Code, fault.Reason));
        Assert.Matches("^must be 0 to [0-9]+$", Assert.Single(fault.Violations).Description);
    }

    [Theory]
    [InlineData("none.txt")]
    [InlineData("")]
    [InlineData("../labels.txt")]
    public async Task A_file_that_the_model_does_not_have_is_not_found(string file)
    {
        Fault fault = await Fault.Of(Download(Id, file, 0));
        Assert.Equal((StatusCode.NotFound, "FILE_NOT_FOUND", $"model '{Id}' has no file '{file}'"), (fault.Code, fault.Reason, fault.Sentence));
    }

    [Fact]
    public async Task An_unknown_model_is_not_found_by_any_call()
    {
        Fault[] faults =
        [
            await Fault.Of(Silo.Models.GetModelAsync(new GetModelRequest { Id = "none-abc123" }, cancellationToken: TimeLimit.Token)),
            await Fault.Of(Download("none-abc123", "labels.txt", 0)),
            await Fault.Of(Predict(new PredictRequest { Id = "none-abc123", Texts = { "Anna" } })),
        ];
        Assert.All(faults, fault => Assert.Equal(
            (StatusCode.NotFound, "MODEL_NOT_FOUND", "there is no model 'none-abc123'"), (fault.Code, fault.Reason, fault.Sentence)));
    }

    [Theory]
    [InlineData(0, 3)]
    [InlineData(1, 1)]
    [InlineData(30, 30)]
    [InlineData(int.MaxValue, 30)]
    public async Task Each_text_gets_its_most_probable_classes_in_order(int top, int expected)
    {
        string[] texts = [.. Enumerable.Range(0, 1000).Select(i => $"name {i}")];
        PredictResponse response = await Predict(new PredictRequest { Id = Id, Top = top, Texts = { texts } });
        Assert.Equal(1000, response.Predictions.Count);
        Assert.All(response.Predictions, prediction =>
        {
            double[] probabilities = [.. prediction.Classes.Select(c => c.Probability)];
            Assert.Equal(expected, probabilities.Length);
            Assert.Equal(probabilities.OrderDescending(), probabilities);
            Assert.Equal((prediction.Classes[0].Label, probabilities[0]), (prediction.Label, prediction.Probability));
            // The closed-form replica gives one class the logit 1 and the 29 others 0: e / (e + 29).
            Assert.Equal(0.0857, prediction.Probability, 1e-4);
        });
    }

    [Fact]
    public async Task Texts_are_not_empty_and_at_most_a_thousand()
    {
        Fault none = await Fault.Of(Predict(new PredictRequest { Id = Id }));
        Assert.Equal([("texts", "must be 1 to 1000 texts")], none.Violations);
        Fault many = await Fault.Of(Predict(new PredictRequest { Id = Id, Texts = { Enumerable.Repeat("x", 1001) } }));
        Assert.Equal([("texts", "must be 1 to 1000 texts")], many.Violations);
        Fault empty = await Fault.Of(Predict(new PredictRequest { Id = Id, Texts = { "x", "", "" } }));
        Assert.Equal([("texts[1]", "is empty")], empty.Violations);
        Fault negative = await Fault.Of(Predict(new PredictRequest { Id = Id, Texts = { "x" }, Top = -1 }));
        Assert.Equal([("top", "must not be negative")], negative.Violations);
        Fault missing = await Fault.Of(Predict(new PredictRequest { Texts = { "x" } }));
        Assert.Equal([("id", "is missing")], missing.Violations);
    }

    [Fact]
    public async Task Inputs_may_be_texts_or_tokens_and_what_cannot_be_read_is_told_by_its_place()
    {
        PredictResponse response = await Predict(new PredictRequest
        {
            Id = Id,
            Inputs = { new PredictionInput { Text = "Anna" }, new PredictionInput { Tokens = { "A", "n", "n", "a" } } },
        });
        Assert.Equal(response.Predictions[0], response.Predictions[1]);
        Assert.Empty(response.ValueNames);

        Fault both = await Fault.Of(Predict(new PredictRequest { Id = Id, Texts = { "x" }, Inputs = { new PredictionInput { Text = "x" } } }));
        Assert.Equal([("inputs", "must be empty where there are texts")], both.Violations);
        Fault empty = await Fault.Of(Predict(new PredictRequest { Id = Id, Inputs = { new PredictionInput { Text = "x" }, new PredictionInput() } }));
        Assert.Equal([("inputs[1]", "The text is empty.")], empty.Violations);
        Fault numbers = await Fault.Of(Predict(new PredictRequest { Id = Id, Inputs = { new PredictionInput { Numbers = { 1 } } } }));
        Assert.Equal([("inputs[0]", "The model reads texts, not numbers.")], numbers.Violations);
    }

    [Fact]
    public async Task Calls_at_the_same_time_get_their_own_answers()
    {
        PredictResponse together = await Predict(new PredictRequest { Id = Id, Texts = { Enumerable.Range(0, 100).Select(i => $"name {i}") } });
        PredictResponse[] apart = await Task.WhenAll(
            Enumerable.Range(0, 100).Select(async i => await Predict(new PredictRequest { Id = Id, Texts = { $"name {i}" } })));
        Assert.Equal(together.Predictions, apart.Select(response => Assert.Single(response.Predictions)));
    }

    [Fact]
    public async Task A_converted_model_arrives_with_the_digest_that_was_promised()
    {
        var request = new ExportModelRequest { Id = Id, Format = ExportModelRequest.Types.Format.Onnx };
        using AsyncServerStreamingCall<ExportModelResponse> call = Silo.Models.ExportModel(request, cancellationToken: TimeLimit.Token);
        var parts = new List<ExportModelResponse>();
        await foreach (ExportModelResponse part in call.ResponseStream.ReadAllAsync(TimeLimit.Token)) parts.Add(part);
        byte[] content = [.. parts.Skip(1).SelectMany(part => part.Data)];
        Assert.Equal(
            new ModelFile { Name = "model.onnx", Size = content.Length, Sha256 = Convert.ToHexStringLower(SHA256.HashData(content)) }, parts[0].File);

        Fault unknown = await Fault.Of(Silo.Models.ExportModel(new ExportModelRequest { Id = Id }, cancellationToken: TimeLimit.Token));
        Assert.Equal("format", Assert.Single(unknown.Violations).Field);
        Fault missing = await Fault.Of(Silo.Models.ExportModel(new ExportModelRequest { Id = "none" }, cancellationToken: TimeLimit.Token));
        Assert.Equal("MODEL_NOT_FOUND", missing.Reason);
    }

    private AsyncServerStreamingCall<DownloadModelResponse> Download(string id, string file, long offset) =>
        Silo.Models.DownloadModel(new DownloadModelRequest { Id = id, File = file, Offset = offset }, cancellationToken: TimeLimit.Token);

    private AsyncUnaryCall<PredictResponse> Predict(PredictRequest request) => Silo.Models.PredictAsync(request, cancellationToken: TimeLimit.Token);
}
