namespace Cluster.Training.Artifacts;

/// <summary>Names of the files of a model folder.</summary>
public static class ModelFiles
{
    /// <summary>All parameters, with PyTorch's names and shapes.</summary>
    public const string Weights = "model.safetensors";

    /// <summary>Files that a network needs to begin with another model's parameters.</summary>
    public static IReadOnlyList<string> ToBeginWith => [Weights, Vocabulary, Labels];

    /// <summary>The network's sizes and layers.</summary>
    public const string Config = "config.json";

    /// <summary>One token a line; the line's number, from 0, is its id. See <see cref="EscapedLines"/>.</summary>
    public const string Vocabulary = "vocabulary.txt";

    /// <summary>One letter a line; the line's number, from 0, is its id. Only models with a character encoder have it. See <see cref="EscapedLines"/>.</summary>
    public const string Characters = "characters.txt";

    /// <summary>One class name a line; the line's number, from 0, is its class. See <see cref="EscapedLines"/>.</summary>
    public const string Labels = "labels.txt";

    /// <summary>How the columns of a series were scaled; only models for FORECASTING have it.</summary>
    public const string Scaling = "scaling.json";

    /// <summary>The resolved spec in proto3 JSON: a job with it repeats the run.</summary>
    public const string Spec = "spec.json";

    /// <summary>Final metrics by name, null for one that is not finite; and <c>report</c> with the counts by class, as in the contract's ClassReport.</summary>
    public const string Metrics = "metrics.json";

    /// <summary>Where the model comes from: dataset, seed, numeric class, versions, digests.</summary>
    public const string Provenance = "provenance.json";

    /// <summary>The model card, for people.</summary>
    public const string Card = "README.md";

    /// <summary>A script that rebuilds the network in plain PyTorch; the same for every model.</summary>
    public const string PyTorchScript = "load_pytorch.py";
}
