using Cluster.Training.Artifacts;
using Cluster.Training.Data;
using Cluster.Training.Layers;
using Cluster.Training.Losses;
using Cluster.V1;
using Task = Cluster.V1.JobSpec.Types.Task;

namespace Cluster.Models.Tests.Artifacts;

/// <summary>Models over words in lower case, at most 6, and up to 4 letters of each word as it is written.</summary>
internal static class SpelledModels
{
    public static ModelContent Of(Task task)
    {
        Vocabulary words = new(["hello", "world", "\u00e9t\u00e9", "%", "50"]), characters = new([.. "helowrdHWt\u00e9".Select(letter => $"{letter}")]);
        string[] labels = ["x", "y", "z"];
        bool perStep = task == Task.Tagging;
        var spec = new JobSpec
        {
            Task = task,
            Data = new DataSpec { Dataset = "words" },
            Tokens = new TokenSpec { Level = TokenSpec.Types.Level.Word, Lowercase = true, MaxLength = 6 },
            Model = new ModelSpec { Layers = { Embedding(), Recurrent(perStep), Stack.Dense() } },
            Training = new TrainingSpec { Seed = 1, Loss = LossSettings.CrossEntropy.Spec },
        };
        var shape = new DataShape(words.Size, Features: 0, labels.Length, TargetKind.Class, perStep) { CharacterVocabularySize = characters.Size };
        var none = new EncodedSplit(shape, []);
        var dataset = new EncodedDataset("0123", words, labels, none, none, none) { Characters = characters };
        return ModelCase.Weighted($"{task}", spec, Network.Build(spec.Model, shape, LossSettings.CrossEntropy), dataset);
    }

    private static LayerSpec Embedding()
    {
        LayerSpec spec = Stack.Embedding(3);
        spec.Embedding.Characters = new CharacterEncoder { Size = 3, Units = 4, MaxLength = 4 };
        return spec;
    }

    private static LayerSpec Recurrent(bool sequences) => new() { Gru = new GruLayer { Units = 4, ReturnSequences = sequences } };
}
