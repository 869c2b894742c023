using System.Text.Json;
using Cluster.EndToEnd.Tests.Programs;

namespace Cluster.EndToEnd.Tests.Commands;

[Collection(TrainedClusterGroup.Name)]
public sealed class QueryTests(TrainedCluster trained)
{
    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Jobs_lists_the_job()
    {
        (string table, JsonElement json) = await trained.RunAsync("jobs");

        Assert.Matches($"(?m)^JOB +STATE +STEP +OF +CREATED +REASON$", table);
        Assert.Matches($"(?m)^{trained.Model} +SUCCEEDED +170 +170 +20..-..-.. ..:..:..Z$", table);
        JsonElement job = json.GetProperty("jobs").EnumerateArray().Single(job => job.GetProperty("id").GetString() == trained.Model);
        Assert.Equal("SUCCEEDED", job.GetProperty("state").GetString());
    }

    [Fact]
    public async Task Job_shows_all_about_the_job()
    {
        (string table, JsonElement json) = await trained.RunAsync("job", trained.Model);

        string digest = trained.Result.GetProperty("weightsSha256").GetString()!;
        Assert.Matches(@"(?m)^state +SUCCEEDED$", table);
        Assert.Matches(@"(?m)^step +170 of 170$", table);
        Assert.Matches(@"(?m)^checkpoint +after step 170$", table);
        Assert.Matches(@"(?m)^test/accuracy +0\.\d{4}$", table);
        Assert.Matches($"(?m)^weights SHA-256 +{digest}$", table);
        Assert.Equal(digest, json.GetProperty("weightsSha256").GetString());
        Assert.Equal(42, json.GetProperty("resolvedSpec").GetProperty("training").GetProperty("seed").GetInt32());
    }

    [Fact]
    public async Task Models_lists_the_model_with_its_files()
    {
        (string table, JsonElement json) = await trained.RunAsync("models");

        Assert.Matches($"(?m)^{trained.Model} +20..-..-.. ..:..:..Z +180,958 +[0-9a-f]{{12}} +.*test/accuracy 0\\.", table);
        JsonElement model = json.GetProperty("models").EnumerateArray().Single(model => model.GetProperty("id").GetString() == trained.Model);
        Assert.Equal(
            ["README.md", "config.json", "labels.txt", "load_pytorch.py", "metrics.json", "model.safetensors", "provenance.json", "spec.json", "vocabulary.txt"],
            model.GetProperty("files").EnumerateArray().Select(file => file.GetProperty("name").GetString()).Order(StringComparer.Ordinal));
    }

    [Fact]
    public async Task Pull_brings_the_files_that_train_brought()
    {
        (string table, JsonElement json) = await trained.RunAsync("pull", trained.Model, "--out", "pulled");

        string folder = trained.Cluster.PathOf("pulled");
        Assert.Equal(folder + "\n", table);
        Assert.Equal(folder, json.GetProperty("model").GetString());
        string[] files = Directory.GetFiles(folder);
        Assert.Equal(9, files.Length);
        foreach (string file in files)
        {
            string trainedFile = Path.Combine(trained.Result.GetProperty("model").GetString()!, Path.GetFileName(file));
            Assert.Equal(await File.ReadAllBytesAsync(trainedFile, Cancel), await File.ReadAllBytesAsync(file, Cancel));
        }
    }

    [Fact]
    public async Task Predict_gives_probabilities_of_labels_that_the_model_has()
    {
        (string table, JsonElement json) = await trained.RunAsync(
            "predict", trained.Model, "--text", "Mittwoch", "--text", "Nhật Bản", "--text", "@x", "--top", "30");

        Assert.Matches(@"(?m)^TEXT +LABEL +PROBABILITY +NEXT$", table);
        Assert.Matches(@"(?m)^Mittwoch +de +0\.\d{4}  ", table);
        Assert.Matches(@"(?m)^Nhật Bản +vi +0\.\d{4}  ", table);
        string[] labels = await File.ReadAllLinesAsync(Path.Combine(trained.Result.GetProperty("model").GetString()!, "labels.txt"), Cancel);
        JsonElement[] predictions = [.. json.GetProperty("predictions").EnumerateArray()];
        Assert.Equal(3, predictions.Length);
        foreach (JsonElement prediction in predictions)
        {
            JsonElement[] classes = [.. prediction.GetProperty("classes").EnumerateArray()];
            Assert.Equal(labels.Order(StringComparer.Ordinal), classes.Select(item => item.GetProperty("label").GetString()).Order(StringComparer.Ordinal));
            Assert.Equal(1, classes.Sum(item => item.GetProperty("probability").GetDouble()), 5);
            Assert.Equal(classes[0].GetProperty("label").GetString(), prediction.GetProperty("label").GetString());
        }
    }

    [Fact]
    public async Task Predict_reads_its_input_line_by_line()
    {
        CommandResult predicted = await trained.Cluster
            .Start(Repository.ClusterProgram, "Mittwoch\nNhật Bản\n", ["predict", trained.Model, "--output", "json"]).EndAsync();

        string?[] labels = [.. predicted.AssertExitCode(0).Json.GetProperty("predictions").EnumerateArray()
            .Select(prediction => prediction.GetProperty("label").GetString())];
        Assert.Equal(["de", "vi"], labels);
    }

    [Fact]
    public async Task Summary_shows_the_layers()
    {
        (string table, JsonElement json) = await trained.RunAsync("summary", Repository.LanguageId);

        Assert.Matches(@"(?m)^bidirectional_1 +Bidirectional\(LSTM\) +\[B, 128\] +98,816$", table);
        Assert.Matches(@"(?m)^total +180,958$", table);
        Assert.Equal("180958", json.GetProperty("parameters").GetString());
    }

    [Fact]
    public async Task Version_is_a_number()
    {
        (string table, JsonElement json) = await trained.RunAsync("version");

        Assert.Matches(@"^cluster \d+\.\d+\.\d+\n$", table);
        Assert.Matches(@"^\d+\.\d+\.\d+$", json.GetProperty("version").GetString());
    }
}
