using Cluster.Training.Data;
using Cluster.Training.Layers;
using Cluster.V1;

namespace Cluster.Training.Artifacts;

/// <summary>A model folder, read and checked; made by <see cref="ModelReader"/>.</summary>
public sealed class LoadedModel
{
    private readonly string _weights;

    internal LoadedModel(JobSpec spec, Vocabulary vocabulary, IReadOnlyList<string> labels, Network network, string weights)
    {
        Spec = spec;
        Vocabulary = vocabulary;
        Labels = labels;
        Network = network;
        _weights = weights;
    }

    /// <summary>The resolved spec of the run.</summary>
    public JobSpec Spec { get; }

    /// <summary>The tokens the network knows.</summary>
    public Vocabulary Vocabulary { get; }

    /// <summary>The letters the network knows; empty if it reads none.</summary>
    public Vocabulary Characters { get; internal init; } = Vocabulary.None;

    /// <summary>Class names in the order of the network's outputs.</summary>
    public IReadOnlyList<string> Labels { get; }

    /// <summary>The network.</summary>
    public Network Network { get; }

    /// <summary>Reads the parameters.</summary>
    /// <param name="parameters">The flat vector, <c>[Network.Layout.Length]</c>; overwritten.</param>
    /// <exception cref="InvalidDataException">The weights do not fit the network.</exception>
    /// <exception cref="IOException">The file was removed meanwhile.</exception>
    public void CopyParameters(Memory<float> parameters)
    {
        using FileStream file = File.OpenRead(_weights);
        try
        {
            WeightsFile.Read(file, Network.Layout, parameters);
        }
        catch (InvalidDataException error)
        {
            throw new InvalidDataException($"{ModelFiles.Weights}: {error.Message}", error);
        }
    }
}
