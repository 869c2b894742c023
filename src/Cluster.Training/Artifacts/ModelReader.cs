using System.Security.Cryptography;
using Cluster.Training.Blobs;
using Cluster.Training.Data;
using Cluster.Training.Data.Texts;
using Cluster.Training.Layers;
using Cluster.Training.Losses;
using Cluster.Training.Specs;
using Cluster.V1;
using Google.Protobuf;

namespace Cluster.Training.Artifacts;

/// <summary>Reads model folders. Everything but the README and the metrics is checked, the weights by their digest.</summary>
public static class ModelReader
{
    private static readonly string[] Needed =
        [ModelFiles.Weights, ModelFiles.Config, ModelFiles.Vocabulary, ModelFiles.Labels, ModelFiles.Spec, ModelFiles.Provenance];

    private static readonly string[] Known = [.. Needed, ModelFiles.Characters, ModelFiles.Scaling, .. SubwordFiles.Names];

    /// <summary>Reads a stored model; each file's digest is checked.</summary>
    /// <param name="blobs">Holds the files.</param>
    /// <param name="model">The model and its list of files.</param>
    /// <exception cref="InvalidDataException">A file is missing or damaged, or the files do not fit each other.</exception>
    public static LoadedModel Read(BlobStore blobs, Model model)
    {
        Dictionary<string, string> paths = new(StringComparer.Ordinal);
        foreach (ModelFile file in model.Files.Where(file => Known.Contains(file.Name)))
        {
            if (!blobs.Verify(file.Sha256)) throw new InvalidDataException($"{file.Name} of the model {model.Id} is missing or damaged.");
            paths[file.Name] = blobs.PathOf(file.Sha256);
        }

        return Load(paths);
    }

    /// <summary>Reads a model from a directory, as it was downloaded.</summary>
    /// <param name="directory">The folder.</param>
    /// <exception cref="InvalidDataException">A file is missing or damaged, or the files do not fit each other.</exception>
    public static LoadedModel Read(string directory) =>
        Load(Known.Where(name => File.Exists(Path.Combine(directory, name))).ToDictionary(name => name, name => Path.Combine(directory, name)));

    private static LoadedModel Load(Dictionary<string, string> paths)
    {
        string? missing = Needed.FirstOrDefault(name => !paths.ContainsKey(name));
        if (missing is not null) throw new InvalidDataException($"The model has no {missing}.");

        DataShape data = Parse(paths, ModelFiles.Config, ModelConfig.Read);
        JobSpec spec = Parse(paths, ModelFiles.Spec, ReadSpec);
        ITokenizer tokenizer = TokenizerTable.Create(spec.Tokens ??= new TokenSpec(), paths);
        Vocabulary vocabulary = Parse(paths, ModelFiles.Vocabulary, file => ReadVocabulary(file, tokenizer));
        string[] labels = Parse(paths, ModelFiles.Labels, EscapedLines.Read);
        if (data.VocabularySize > 0) RequireLines(ModelFiles.Vocabulary, vocabulary.Size, data.VocabularySize);
        Vocabulary characters = data.CharacterVocabularySize > 0 ? ReadCharacters(paths, data) : Vocabulary.None;
        if (data.Target == TargetKind.Class) RequireLines(ModelFiles.Labels, labels.Length, data.Outputs);
        string expected = Parse(paths, ModelFiles.Provenance, ModelProvenance.ReadWeightsDigest);
        string actual = Parse(paths, ModelFiles.Weights, file => Convert.ToHexStringLower(SHA256.HashData(file)));
        if (actual != expected)
            throw new InvalidDataException($"{ModelFiles.Weights} has the SHA-256 {actual}, {ModelFiles.Provenance} says {expected}.");
        SeriesScaling? scaling = paths.ContainsKey(ModelFiles.Scaling) ? Parse(paths, ModelFiles.Scaling, ScalingFile.Read) : null;
        CheckUse(spec, data, scaling);
        return new LoadedModel(spec, tokenizer, vocabulary, labels, scaling, BuildNetwork(spec, data, labels), paths[ModelFiles.Weights])
        {
            Characters = characters,
        };
    }

    private static Vocabulary ReadCharacters(Dictionary<string, string> paths, DataShape data)
    {
        if (!paths.ContainsKey(ModelFiles.Characters)) throw new InvalidDataException($"The model has no {ModelFiles.Characters}.");
        Vocabulary characters = Parse(paths, ModelFiles.Characters, file => Vocabulary.Of(EscapedLines.Read(file)));
        RequireLines(ModelFiles.Characters, characters.Size, data.CharacterVocabularySize);
        return characters;
    }

    /// <summary>Throws unless the spec and the scaling say what is needed to use the network.</summary>
    private static void CheckUse(JobSpec spec, DataShape data, SeriesScaling? scaling)
    {
        if (spec.Task == JobSpec.Types.Task.Unspecified || !Enum.IsDefined(spec.Task))
            throw new InvalidDataException($"{ModelFiles.Spec}: there is no task {(int)spec.Task}.");
        if (data.Features == 0 && spec.Tokens is not { MaxLength: > 0 })
            throw new InvalidDataException($"{ModelFiles.Spec}: tokens.maxLength must be at least 1.");
        if (spec.Task == JobSpec.Types.Task.Forecasting && (scaling is null || spec.Data?.Series is not { Window: > 0 }))
            throw new InvalidDataException($"A model for FORECASTING needs {ModelFiles.Scaling}, and data.series.window in {ModelFiles.Spec}.");
        if (scaling is not null && (scaling.Columns.Count != data.Features || scaling.Targets.Length != data.Outputs))
            throw new InvalidDataException($"{ModelFiles.Scaling} has {scaling.Columns.Count} columns and {scaling.Targets.Length} outputs, "
                + $"{ModelFiles.Config} says {data.Features} and {data.Outputs}.");
    }

    private static void RequireLines(string name, int actual, int expected)
    {
        if (actual != expected) throw new InvalidDataException($"{name} has {actual} lines, {ModelFiles.Config} says {expected}.");
    }

    private static Network BuildNetwork(JobSpec spec, DataShape data, string[] labels)
    {
        try
        {
            return Network.Build(spec.Model, data, LossSettings.Of(LossRules.Resolve(spec.Training?.Loss, data.Target), labels));
        }
        catch (InvalidDataException error)
        {
            throw new InvalidDataException($"{ModelFiles.Spec}: {error.Message}", error);
        }
    }

    /// <summary>Reads one file; errors get its name.</summary>
    private static T Parse<T>(Dictionary<string, string> paths, string name, Func<Stream, T> read)
    {
        using FileStream file = File.OpenRead(paths[name]);
        try
        {
            return read(file);
        }
        catch (InvalidDataException error)
        {
            throw new InvalidDataException($"{name}: {error.Message}", error);
        }
    }

    private static JobSpec ReadSpec(Stream file)
    {
        using StreamReader reader = new(file, leaveOpen: true);
        try
        {
            JobSpec spec = JobSpec.Parser.ParseJson(reader.ReadToEnd());
            return spec.Model is { Layers.Count: > 0 } ? spec : throw new InvalidDataException("There are no layers.");
        }
        catch (Exception error) when (error is InvalidProtocolBufferException or InvalidJsonException)
        {
            throw new InvalidDataException(error.Message, error);
        }
    }

    private static Vocabulary ReadVocabulary(Stream file, ITokenizer tokenizer)
    {
        string[] lines = EscapedLines.Read(file);
        if (tokenizer.Vocabulary is not { } own) return Vocabulary.Of(lines);
        // A language model has the end of a text besides.
        Vocabulary whole = own.With(lines.AsSpan(Math.Min(own.Size, lines.Length)).ToArray());
        return whole.Tokens.SequenceEqual(lines) ? whole : throw new InvalidDataException("It has other tokens than the tokenizer.");
    }
}
