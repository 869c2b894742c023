using Cluster.Training.Artifacts;
using Cluster.Training.Data;
using Cluster.Training.Data.Texts;
using Cluster.Training.Inference;
using Cluster.Training.Tests.Runs;
using Cluster.V1;
using Task = Cluster.V1.JobSpec.Types.Task;

namespace Cluster.Training.Tests.Inference;

public sealed class PredictorTests : IDisposable
{
    private readonly TemporaryDirectory _directory = new();

    public void Dispose() => _directory.Dispose();

    [Fact]
    public async System.Threading.Tasks.Task A_closed_vocabulary_reads_its_own_tokens_only()
    {
        LoadedModel model = Toy.Model(_directory["a"], Task.Classification, Vocabulary.Closed(["x", "y"]), ["X", "Y"]);
        Assert.False(model.Vocabulary.IsOpen);
        using Predictor predictor = Predictor.Load(model, new QuadraticReplicaFactory());
        IReadOnlyList<Prediction> predictions = await predictor.Predict(Texts("xy", "y"), top: 2);
        Assert.Equal([2, 2], predictions.Select(prediction => prediction.Classes.Count));
        InputException error = await Assert.ThrowsAsync<InputException>(() => predictor.Predict(Texts("x", "xz"), top: 1));
        Assert.Equal((1, "There is no token 'z'; there are x, y."), (error.Input, error.Message));
    }

    [Fact]
    public void A_text_becomes_ids_as_in_training()
    {
        LoadedModel model = Toy.Model(
            _directory["w"], Task.Classification, new Vocabulary(["hello", "world"]), ["X", "Y"], features: 0,
            _ => new TokenSpec { Level = TokenSpec.Types.Level.Word, Lowercase = true, MaxLength = 3 });
        Assert.Equal([2, 1, 3], model.Encode(new Field("Hello, world!")));
        Assert.Equal(["Hello", ",", "world"], model.Tokenize(new Field("Hello, world!")));
        Assert.Equal([3, 1], model.Encode(Field.Of(["WORLD", "hello world"])));
        Assert.Equal("The text is empty.", Assert.Throws<InvalidDataException>(() => model.Encode(new Field(""))).Message);
        Assert.Equal("The text has no tokens.", Assert.Throws<InvalidDataException>(() => model.Encode(new Field(" "))).Message);
    }

    [Fact]
    public async System.Threading.Tasks.Task A_model_of_numbers_reads_no_texts_and_whole_steps_only()
    {
        LoadedModel model = Toy.Model(_directory["b"], Task.Classification, Vocabulary.None, ["X", "Y"], features: 3);
        using Predictor predictor = Predictor.Load(model, new QuadraticReplicaFactory());
        Assert.Equal("The model reads sequences of numbers, not texts.", await Refused(predictor, new PredictionInput { Text = "x" }));
        Assert.Equal("4 numbers are no whole steps of 3.", await Refused(predictor, new PredictionInput { Numbers = { 1, 2, 3, 4 } }));
        Assert.Equal("There are no numbers.", await Refused(predictor, new PredictionInput()));
        Assert.Equal("Number 2 is not finite, or too large.", await Refused(predictor, new PredictionInput { Numbers = { 1, 1e300, 2 } }));
        Prediction prediction = Assert.Single(await predictor.Predict([new PredictionInput { Numbers = { 1, 2, 3 } }], top: 1));
        Assert.Contains(prediction.Label, model.Labels);
    }

    [Fact]
    public async System.Threading.Tasks.Task Tagging_gives_each_token_a_label_and_takes_tokens_as_they_are()
    {
        LoadedModel model = Toy.Model(_directory["c"], Task.Tagging, new Vocabulary(["x", "xy"]), ["X", "Y"]);
        using Predictor predictor = Predictor.Load(model, new QuadraticReplicaFactory());
        IReadOnlyList<Prediction> predictions = await predictor.Predict(
            [new PredictionInput { Text = "xyxyx" }, new PredictionInput { Tokens = { "xy", "x" } }], top: 1);
        // Texts are cut after 4 tokens, as in training.
        Assert.Equal(["x", "y", "x", "y"], predictions[0].Tokens.Select(token => token.Token));
        Assert.Equal(["xy", "x"], predictions[1].Tokens.Select(token => token.Token));
        Assert.All(predictions.SelectMany(prediction => prediction.Tokens), token => Assert.InRange(token.Probability, 0.5, 1));
    }

    [Fact]
    public async System.Threading.Tasks.Task Forecasts_are_unscaled_and_need_a_whole_window()
    {
        LoadedModel model = Toy.Forecasting(_directory["d"]);
        using Predictor predictor = Predictor.Load(model, new ConstantReplicaFactory(2));
        Prediction prediction = Assert.Single(await predictor.Predict([new PredictionInput { Numbers = { 1, 2, 3, 4 } }], top: 1));
        // The network says 2 deviations over the mean: column y has mean 10 and deviation 4, and comes twice.
        Assert.Equal([18, 18], prediction.Values);
        Assert.Equal(["y"], predictor.ValueNames);
        Assert.Equal((2, 2, ["x", "y"]), (model.Input.Features, model.Input.Window, model.Input.Columns));
        Assert.Equal("There are 1 steps, but the model reads 2.", await Refused(predictor, new PredictionInput { Numbers = { 1, 2 } }));
    }

    /// <summary>Whatever is asked together or at the same time, each caller gets what it would get alone, in its own order.</summary>
    [Fact]
    public async System.Threading.Tasks.Task Calls_at_the_same_time_keep_their_results_apart()
    {
        string alphabet = "abcdefghijklmnopqrstuvwxyz";
        LoadedModel model = Toy.Model(_directory["e"], Task.Classification, new Vocabulary(alphabet.Select(c => $"{c}")), ["X", "Y", "Z"]);
        using Predictor predictor = Predictor.Load(model, new QuadraticReplicaFactory(lanes: 2));
        string[] texts = [.. Enumerable.Range(0, 1000).Select(i => $"{alphabet[i % 26]}{alphabet[i / 26 % 26]}{(i % 3 == 0 ? "z" : "")}")];
        string[] expected = [.. (await predictor.Predict(Texts(texts), top: 1)).Select(prediction => prediction.Label)];
        Assert.Equal(3, expected.Distinct().Count());

        IReadOnlyList<Prediction>[] apart = await System.Threading.Tasks.Task.WhenAll(
            texts.Select(text => System.Threading.Tasks.Task.Run(() => predictor.Predict(Texts(text), top: 1))));

        Assert.Equal(expected, apart.Select(predictions => Assert.Single(predictions).Label));
    }

    [Fact]
    public async System.Threading.Tasks.Task A_failure_of_the_device_reaches_its_callers_and_only_them()
    {
        LoadedModel model = Toy.Model(_directory["f"], Task.Classification, new Vocabulary(["x"]), ["X", "Y"]);
        var replicas = new ConstantReplicaFactory(1) { Fails = true };
        using Predictor predictor = Predictor.Load(model, replicas);
        await Assert.ThrowsAsync<IOException>(() => predictor.Predict(Texts("x"), top: 1));
        replicas.Fails = false;
        Assert.Single(await predictor.Predict(Texts("x"), top: 1));
    }

    private static PredictionInput[] Texts(params string[] texts) => Array.ConvertAll(texts, text => new PredictionInput { Text = text });

    private static async Task<string> Refused(Predictor predictor, PredictionInput input) =>
        (await Assert.ThrowsAsync<InputException>(() => predictor.Predict([input], top: 1))).Message;
}
