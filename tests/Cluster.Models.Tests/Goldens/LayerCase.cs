using System.Text.Json;
using Cluster.Training.Data;
using Cluster.Training.Layers;
using Cluster.Training.Losses;
using Cluster.V1;

namespace Cluster.Models.Tests.Goldens;

/// <summary>A network, a batch of unequal lengths, parameters, and what PyTorch computes from them; from layers.json.</summary>
public sealed record LayerCase
{
    private static readonly JsonSerializerOptions CamelCase = new() { PropertyNamingPolicy = JsonNamingPolicy.CamelCase };

    private static readonly Dictionary<string, LayerCase> All = Read().ToDictionary(one => one.Name);

    /// <summary>The names of all cases.</summary>
    public static TheoryData<string> Names => [.. All.Keys];

    public required string Name { get; init; }

    public required JsonElement Model { get; init; }

    public required JsonElement Loss { get; init; }

    public required float[]? ClassWeights { get; init; }

    public required int[]? Tokens { get; init; }

    public required float[]? Features { get; init; }

    public required int Time { get; init; }

    public required int[] Lengths { get; init; }

    public required int OutputSize { get; init; }

    public required int VocabularySize { get; init; }

    public required int FeatureSize { get; init; }

    public required int TargetTime { get; init; }

    public required int[] TargetLengths { get; init; }

    public required int[]? Classes { get; init; }

    public required float[]? Values { get; init; }

    public required double LossSum { get; init; }

    public required int Correct { get; init; }

    /// <summary>Outputs at valid steps, those of the first sequence first.</summary>
    public required float[] Outputs { get; init; }

    public required Dictionary<string, float[]> Parameters { get; init; }

    public required Dictionary<string, float[]> Gradients { get; init; }

    public int CharacterVocabularySize { get; init; }

    public int LetterWidth { get; init; }

    public int[]? Letters { get; init; }

    public int[]? LetterCounts { get; init; }

    public SequenceBatch Batch =>
        new(Time, Lengths, Tokens, Features, new BatchTargets(TargetTime, TargetLengths, Classes, Values), DropoutKey: 5)
        {
            Letters = Letters is null ? null : new BatchLetters(LetterWidth, Letters, LetterCounts!),
        };

    public static LayerCase Of(string name) => All[name];

    public Network Network()
    {
        var shape = new DataShape(
            VocabularySize, FeatureSize, OutputSize, Classes is null ? TargetKind.Values : TargetKind.Class, TargetTime > 0)
        {
            CharacterVocabularySize = CharacterVocabularySize,
        };
        var loss = new LossSettings(LossSpec.Parser.ParseJson(Loss.GetRawText()), ClassWeights);
        return Training.Layers.Network.Build(ModelSpec.Parser.ParseJson(Model.GetRawText()), shape, loss);
    }

    private static LayerCase[] Read()
    {
        using Stream file = typeof(LayerCase).Assembly.GetManifestResourceStream("layers.json")!;
        return JsonSerializer.Deserialize<LayerCase[]>(file, CamelCase)!;
    }
}
