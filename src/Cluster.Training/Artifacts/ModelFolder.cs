using System.Text;
using Cluster.Training.Blobs;
using Cluster.Training.Data.Texts;
using Cluster.V1;
using Google.Protobuf;
using Google.Protobuf.WellKnownTypes;

namespace Cluster.Training.Artifacts;

/// <summary>
/// What a user takes away: model.safetensors with PyTorch's names, config.json, vocabulary.txt, labels.txt, spec.json,
/// metrics.json, provenance.json, README.md, load_pytorch.py; for a character encoder characters.txt, for a series scaling.json, for SUBWORD the tokenizer's own files. <see cref="ModelFiles"/> says what is in them.
/// </summary>
public static class ModelFolder
{
    private static readonly JsonFormatter SpecFormatter = new(JsonFormatter.Settings.Default.WithIndentation());

    /// <summary>Stores the files as blobs.</summary>
    /// <param name="blobs">Receives the files.</param>
    /// <param name="content">What to write.</param>
    /// <param name="time">When it is stored.</param>
    /// <returns>The model with its files; the weights' digest does not depend on job, time or machine.</returns>
    /// <exception cref="IOException">The disk is full or not writable.</exception>
    public static Model Write(BlobStore blobs, ModelContent content, DateTimeOffset time)
    {
        ModelFile weights = Store(blobs, ModelFiles.Weights, file => WeightsFile.Write(file, content.Network.Layout, content.Parameters));
        Model model = new()
        {
            Id = content.Job,
            CreateTime = Timestamp.FromDateTimeOffset(time),
            WeightsSha256 = weights.Sha256,
            Parameters = content.Network.Layout.ParameterCount,
            Labels = { content.Dataset.Labels },
            Task = content.Spec.Task,
            Input = InputForm.Of(content.Spec, content.Network.Data, content.Dataset.Scaling),
            Files =
            {
                weights,
                Store(blobs, ModelFiles.Config, file => ModelConfig.Write(file, content.Spec, content.Network)),
                Store(blobs, ModelFiles.Vocabulary, file => EscapedLines.Write(file, content.Dataset.Vocabulary.Tokens)),
                Store(blobs, ModelFiles.Labels, file => EscapedLines.Write(file, content.Dataset.Labels)),
                Store(blobs, ModelFiles.Spec, file => WriteSpec(file, content.Spec)),
                Store(blobs, ModelFiles.Metrics, file => WriteMetrics(file, content.Metrics, content.Report)),
                Store(blobs, ModelFiles.Provenance, file => ModelProvenance.Write(file, content, weights.Sha256, time)),
                Store(blobs, ModelFiles.Card, file => ModelCard.Write(file, content, weights.Sha256)),
                Store(blobs, ModelFiles.PyTorchScript, file => Script.CopyTo(file, ModelFiles.PyTorchScript)),
            },
        };
        if (content.Dataset.Characters is { Size: > 0 } characters)
            model.Files.Add(Store(blobs, ModelFiles.Characters, file => EscapedLines.Write(file, characters.Tokens)));
        if (content.Dataset.Scaling is { } scaling) model.Files.Add(Store(blobs, ModelFiles.Scaling, file => ScalingFile.Write(file, scaling)));
        if (content.Spec.Tokens?.Level == TokenSpec.Types.Level.Subword) model.Files.Add(TokenizerFiles(content.Spec.Tokens));
        foreach ((string name, double value) in content.Metrics) model.Metrics.Add(name, value);
        return model;
    }

    private static ModelFile Store(BlobStore blobs, string name, Action<Stream> write)
    {
        Blob blob = blobs.Write(write);
        return new ModelFile { Name = name, Size = blob.Size, Sha256 = blob.Sha256 };
    }

    // They are blobs already, and a blob is known by its content.
    private static IEnumerable<ModelFile> TokenizerFiles(TokenSpec tokens) => SubwordFiles.Find(tokens.TokenizerSource)
        .OrderBy(pair => pair.Key, StringComparer.Ordinal)
        .Select(pair => new ModelFile { Name = pair.Key, Size = pair.Value.Size, Sha256 = pair.Value.Sha256 });

    private static void WriteSpec(Stream file, JobSpec spec) =>
        file.Write(Encoding.UTF8.GetBytes(SpecFormatter.Format(spec).ReplaceLineEndings("\n") + "\n"));

    private static void WriteMetrics(Stream file, IReadOnlyDictionary<string, double> metrics, ClassReport? report) => JsonFile.Write(file, json =>
    {
        foreach ((string name, double value) in metrics.OrderBy(metric => metric.Key, StringComparer.Ordinal))
        {
            // JSON has no word for infinity or for no number.
            if (double.IsFinite(value)) json.WriteNumber(name, value);
            else json.WriteNull(name);
        }

        if (report is null) return;
        json.WritePropertyName("report");
        json.WriteRawValue(JsonFormatter.Default.Format(report));
    });
}
