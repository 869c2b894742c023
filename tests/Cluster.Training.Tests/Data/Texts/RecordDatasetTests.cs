using Cluster.Training.Blobs;
using Cluster.Training.Data;
using Cluster.Training.Data.Texts;
using Cluster.Training.Specs;
using Cluster.V1;
using Task = Cluster.V1.JobSpec.Types.Task;

namespace Cluster.Training.Tests.Data.Texts;

public sealed class RecordDatasetTests : IDisposable
{
    private static readonly RecordDataset Dataset = new(
        new RecordTable(["text", "label"], ["unaffable", "1"], ["good good", "2"]), Task.Classification, Task.Generation, Task.Regression);

    private readonly TemporaryDirectory _directory = new();

    public void Dispose() => _directory.Dispose();

    [Theory]
    [InlineData(Task.Classification, TargetKind.Class, false)]
    [InlineData(Task.Tagging, TargetKind.Class, true)]
    [InlineData(Task.Generation, TargetKind.Class, true)]
    [InlineData(Task.Regression, TargetKind.Values, false)]
    public void Each_task_has_its_targets(Task task, TargetKind target, bool perStep) =>
        Assert.Equal(new DataForm(Tokens: true, target, perStep), Dataset.FormOf(new JobSpec { Task = task }));

    [Fact]
    public void A_task_finds_its_encoder()
    {
        var tokens = new TokenSpec { Level = TokenSpec.Types.Level.Word, MaxLength = 9 };
        EncodedDataset numbers = Encode(Task.Regression, tokens);
        Assert.Equal([[1f], [2f]], numbers.Training.Examples.Select(example => example.Values!));
        Assert.Equal(["[PAD]", "[UNK]", "good", "unaffable"], numbers.Vocabulary.Tokens);
        Assert.Equal(["1", "2"], Encode(Task.Classification, tokens).Labels);
    }

    [Fact]
    public void A_pushed_tokenizer_cuts_the_texts_into_its_own_ids()
    {
        using var files = new TinyFiles();
        TokenSpec tokens = files.Store(new BlobStore(_directory.Path));
        EncodedDataset classes = Encode(Task.Classification, tokens);
        Assert.Equal([[5, 6, 7], [8, 8]], classes.Training.Examples.Select(example => example.Tokens!));
        Assert.Equal(files.WordPiece.Tokens, classes.Vocabulary.Tokens);

        // The end of a text has the id behind the last one of the tokenizer.
        EncodedDataset model = Encode(Task.Generation, tokens);
        Assert.Equal([11, 8, 8], model.Training.Examples[1].Tokens!);
        Assert.Equal([8, 8, 11], model.Training.Examples[1].Classes!);
        Assert.Equal(12, model.Shape.Outputs);
    }

    [Fact]
    public void Generated_labels_share_a_split_too()
    {
        var spec = new JobSpec
        {
            Task = Task.Classification,
            Data = new DataSpec
            {
                Dataset = "builtin/random-sequences",
                Generator = new GeneratorSpec { Examples = 100, Classes = 2 },
                Split = new SplitSpec { Test = 0.5, Stratify = true },
            },
        };
        EncodedDataset dataset = DatasetLoader.Load(SpecDefaults.Resolve(spec, 3), new BlobStore("unused"));
        int[] Counts(EncodedSplit split) => [.. Enumerable.Range(0, 2).Select(label => split.Examples.Count(example => example.Classes![0] == label))];
        int[] all = [.. Counts(dataset.Training).Zip(Counts(dataset.Validation), Counts(dataset.Test)).Select(three => three.First + three.Second + three.Third)];
        Assert.All(Counts(dataset.Test).Zip(all), pair => Assert.InRange(pair.First, pair.Second * 0.5 - 1, pair.Second * 0.5 + 1));
    }

    private EncodedDataset Encode(Task task, TokenSpec tokens) => Dataset.Encode(
        new JobSpec
        {
            Task = task,
            Data = new DataSpec { Text = "text", Label = "label", Split = new SplitSpec() },
            Tokens = tokens,
            Training = new TrainingSpec { Seed = 42 },
        },
        new BlobStore(_directory.Path));
}
