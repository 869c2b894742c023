using Cluster.Training.Artifacts;
using Cluster.Training.Data;
using Cluster.Training.Data.Texts;
using Cluster.Training.Inference;
using Cluster.Training.Tests.Runs;
using Cluster.V1;
using Task = Cluster.V1.JobSpec.Types.Task;

namespace Cluster.Training.Tests.Inference;

public sealed class TextClassifierTests : IDisposable
{
    private readonly TemporaryDirectory _directory = new();

    public void Dispose() => _directory.Dispose();

    [Fact]
    public async System.Threading.Tasks.Task A_closed_vocabulary_reads_its_own_tokens_only()
    {
        LoadedModel model = Toy.Model(_directory["a"], Task.Classification, Vocabulary.Closed(["x", "y"]), ["X", "Y"]);
        Assert.False(model.Vocabulary.IsOpen);
        using TextClassifier classifier = TextClassifier.Load(model, new QuadraticReplicaFactory());
        IReadOnlyList<Prediction> predictions = await classifier.Predict(["xy", "y"], top: 2, TestContext.Current.CancellationToken);
        Assert.Equal([2, 2], predictions.Select(prediction => prediction.Classes.Count));
        InvalidDataException error = await Assert.ThrowsAsync<InvalidDataException>(
            () => classifier.Predict(["xz"], top: 1, TestContext.Current.CancellationToken));
        Assert.Equal("There is no token 'z'; there are x, y.", error.Message);
    }

    [Fact]
    public void A_text_becomes_ids_as_in_training()
    {
        LoadedModel model = Toy.Model(
            _directory["c"], Task.Classification, new Vocabulary(["hello", "world"]), ["X", "Y"], features: 0,
            _ => new TokenSpec { Level = TokenSpec.Types.Level.Word, Lowercase = true, MaxLength = 3 });
        Assert.Equal([2, 1, 3], model.Encode(new Field("Hello, world!")));
        Assert.Equal([3, 1], model.Encode(Field.Of(["WORLD", "hello world"])));
        Assert.Equal("The text is empty.", Assert.Throws<InvalidDataException>(() => model.Encode(new Field(""))).Message);
        Assert.Equal("The text has no tokens.", Assert.Throws<InvalidDataException>(() => model.Encode(new Field(" "))).Message);
    }

    [Fact]
    public async System.Threading.Tasks.Task A_model_of_numbers_reads_no_texts()
    {
        LoadedModel model = Toy.Model(_directory["b"], Task.Classification, Vocabulary.None, ["X", "Y"], features: 3);
        using TextClassifier classifier = TextClassifier.Load(model, new QuadraticReplicaFactory());
        InvalidDataException error = await Assert.ThrowsAsync<InvalidDataException>(
            () => classifier.Predict(["x"], top: 1, TestContext.Current.CancellationToken));
        Assert.Equal("The model reads sequences of numbers, not texts.", error.Message);
    }
}
