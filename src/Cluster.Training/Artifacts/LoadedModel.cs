using Cluster.Training.Data;
using Cluster.Training.Layers;
using Cluster.V1;

namespace Cluster.Training.Artifacts;

/// <summary>A model folder, read and checked; made by <see cref="ModelReader"/>.</summary>
public sealed class LoadedModel
{
    private readonly string _weights;

    internal LoadedModel(
        JobSpec spec, Vocabulary vocabulary, IReadOnlyList<string> labels, SeriesScaling? scaling, Network network, string weights)
    {
        Spec = spec;
        Vocabulary = vocabulary;
        Labels = labels;
        Scaling = scaling;
        Input = InputForm.Of(spec, network.Data, scaling);
        Network = network;
        _weights = weights;
    }

    /// <summary>The resolved spec of the run.</summary>
    public JobSpec Spec { get; }

    /// <summary>The tokens the network knows.</summary>
    public Vocabulary Vocabulary { get; }

    /// <summary>Class names in the order of the network's outputs.</summary>
    public IReadOnlyList<string> Labels { get; }

    /// <summary>How a series was scaled; null where nothing was.</summary>
    public SeriesScaling? Scaling { get; }

    /// <summary>What it reads.</summary>
    public ModelInput Input { get; }

    /// <summary>The network.</summary>
    public Network Network { get; }

    /// <summary>Reads the parameters.</summary>
    /// <param name="parameters">The flat vector, <c>[Network.Layout.Length]</c>; overwritten.</param>
    /// <exception cref="InvalidDataException">The weights do not fit the network.</exception>
    /// <exception cref="IOException">The file was removed meanwhile.</exception>
    public void CopyParameters(Memory<float> parameters) => Read(file => WeightsFile.Read(file, Network.Layout, parameters));

    /// <summary>Checks that the weights fit the network and are finite, in bounded memory.</summary>
    /// <exception cref="InvalidDataException">They do not fit, or one is not finite.</exception>
    public void CheckWeights() => Read(file => WeightsFile.Check(file, Network.Layout));

    private void Read(Action<Stream> read)
    {
        using FileStream file = File.OpenRead(_weights);
        try
        {
            read(file);
        }
        catch (InvalidDataException error)
        {
            throw new InvalidDataException($"{ModelFiles.Weights}: {error.Message}", error);
        }
    }
}
