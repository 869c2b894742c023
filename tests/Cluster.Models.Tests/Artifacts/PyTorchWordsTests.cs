using System.Text.Json;
using Cluster.Models.Replicas;
using Cluster.Training.Artifacts;
using Cluster.Training.Inference;
using Cluster.V1;
using Task = Cluster.V1.JobSpec.Types.Task;

namespace Cluster.Models.Tests.Artifacts;

/// <summary>load_pytorch.py cuts words, folds and spells them as we do.</summary>
public sealed class PyTorchWordsTests(DeviceFixture fixture)
{
    // Capitals, accents composed and not, marks after a space, digits, symbols, white space of three kinds, a dotted capital I, a final
    // sigma, letters beyond 16 bits, and more words and letters than are read.
    private static readonly string[] Texts =
    [
        "Hello world", "hello World", "\u00c9t\u00e9, E\u0301te\u0301!", "50%50", "don't\u00a0stop\u2003hello\u0085world", "a \u0301b",
        "\u0130 \u039f\u03a3 \u2167 \u00b2", "\U00010400\U00010428 \U0001F600hello", "one two three Hello five six seven", "WORLDWIDE worldwide",
    ];

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public async System.Threading.Tasks.Task A_classifier_gives_our_probabilities_for_texts_and_for_words()
    {
        await PythonProgram.Require("torch", Cancel);
        using var folders = new ModelFolders();
        (string script, Predictor predictor) = Write(folders, Task.Classification);
        using Predictor disposed = predictor;

        IReadOnlyList<Prediction> texts = await predictor.Predict([.. Texts.Select(text => new PredictionInput { Text = text })], top: 1);
        IReadOnlyList<Prediction> words = await predictor.Predict([.. Texts[..4].Select(Split)], top: 1);

        AssertSame(texts, await Ask(script, Texts));
        AssertSame(words, await Ask(script, ["--split", .. Texts[..4]]));
        // The same ids, but other letters.
        Assert.True(Math.Abs(texts[0].Probability - texts[1].Probability) > 1e-3, "letters make no difference");
    }

    [Fact]
    public async System.Threading.Tasks.Task A_tagger_gives_our_words_and_labels()
    {
        await PythonProgram.Require("torch", Cancel);
        using var folders = new ModelFolders();
        (string script, Predictor predictor) = Write(folders, Task.Tagging);
        using Predictor disposed = predictor;

        IReadOnlyList<Prediction> expected = await predictor.Predict([.. Texts.Select(text => new PredictionInput { Text = text })], top: 1);

        JsonElement[] actual = await Ask(script, Texts);
        Assert.Equal(["Hello", "world"], expected[0].Tokens.Select(token => token.Token));
        Assert.Equal(
            expected.Select(prediction => string.Join('|', prediction.Tokens.Select(token => $"{token.Token}/{token.Label}"))),
            actual.Select(answer => string.Join('|', answer.GetProperty("tags").EnumerateArray().Select(pair => $"{pair[0]}/{pair[1]}"))));
        Assert.True(expected.SelectMany(prediction => prediction.Tokens).Select(token => token.Label).Distinct().Count() > 1, "all labels are the same");
    }

    [Fact]
    public async System.Threading.Tasks.Task Letters_that_are_missing_and_texts_for_a_subword_model_are_told()
    {
        await PythonProgram.Require("torch", Cancel);
        using var folders = new ModelFolders();
        string folder = folders.Write(SpelledModels.Of(Task.Tagging), 0);
        string program = $"import sys, torch; sys.path.insert(0, {JsonSerializer.Serialize(folder)}); import load_pytorch as l; l.load({JsonSerializer.Serialize(folder)})(torch.ones(1, 2, dtype=torch.int64))";
        (_, _, string letters) = await PythonProgram.Run(["-c", program], "", Cancel);
        Assert.EndsWith("ValueError: This network reads letters too: network(tokens, lengths, letters, letter_counts).", letters, StringComparison.Ordinal);

        string spec = Path.Combine(folder, "spec.json");
        await File.WriteAllTextAsync(spec, (await File.ReadAllTextAsync(spec, Cancel)).Replace("\"WORD\"", "\"SUBWORD\"", StringComparison.Ordinal), Cancel);
        (int code, _, string subword) = await PythonProgram.Run([Path.Combine(folder, "load_pytorch.py"), "hello"], "", Cancel);
        Assert.Equal(
            (1, "error: The tokens of this model are of the level SUBWORD, which this script can't cut texts into: "
                + "give the tokens themselves, with --split or as a list, or their ids to the network."),
            (code, subword));
    }

    private (string Script, Predictor Predictor) Write(ModelFolders folders, Task task)
    {
        string folder = folders.Write(SpelledModels.Of(task), 0);
        Predictor predictor = Predictor.Load(ModelReader.Read(folder), new TorchReplicaFactory(fixture.Device));
        return (Path.Combine(folder, "load_pytorch.py"), predictor);
    }

    private static PredictionInput Split(string text) => new() { Tokens = { text.Split(' ') } };

    private static async Task<JsonElement[]> Ask(string script, string[] arguments)
    {
        (int code, string output, string error) = await PythonProgram.Run([script, .. arguments], "", Cancel);
        Assert.True(code == 0, error);
        return [.. output.Split('\n', StringSplitOptions.RemoveEmptyEntries).Select(line => JsonDocument.Parse(line).RootElement)];
    }

    private static void AssertSame(IReadOnlyList<Prediction> expected, JsonElement[] actual)
    {
        Assert.Equal(expected.Select(prediction => prediction.Label), actual.Select(answer => answer.GetProperty("label").GetString()));
        foreach ((Prediction prediction, JsonElement answer) in expected.Zip(actual))
            Assert.Equal(prediction.Probability, answer.GetProperty("probability").GetDouble(), 1e-5);
    }
}
