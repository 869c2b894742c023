using Cluster.Training.Artifacts;
using Cluster.Training.Blobs;
using Cluster.Training.Data;
using Cluster.Training.Layers;
using Cluster.V1;

namespace Cluster.Training.FineTuning;

/// <summary>
/// The parameters that a network begins with when it goes on from another model: those of the same name and shape are taken over, rows of an
/// embedding by their tokens, rows of the layer that scores classes by their labels; the rest is drawn by the seed as usual. A pure function
/// of spec, data and the model's files, so equal on all workers.
/// </summary>
public sealed class InitialWeights
{
    private InitialWeights(float[] parameters, IReadOnlyList<TakenParameter> taken)
    {
        Parameters = parameters;
        Taken = taken;
    }

    /// <summary>The flat vector at version 0, <c>[Layout.Length]</c>.</summary>
    public ReadOnlyMemory<float> Parameters { get; }

    /// <summary>What was taken over.</summary>
    public IReadOnlyList<TakenParameter> Taken { get; }

    /// <summary>Reads the model that a spec begins with.</summary>
    /// <param name="training">The training of a resolved spec.</param>
    /// <param name="network">The network.</param>
    /// <param name="dataset">Its tokens and classes.</param>
    /// <param name="blobs">Holds the model's files.</param>
    /// <returns>The parameters; null if the spec begins with no model.</returns>
    /// <exception cref="InvalidDataException">A file is missing or damaged, or nothing fits; the message is for the user.</exception>
    public static InitialWeights? Load(TrainingSpec training, Network network, EncodedDataset dataset, BlobStore blobs)
    {
        if (training.InitFrom.Length == 0) return null;
        try
        {
            using Stream file = Open(training, ModelFiles.Weights, blobs);
            var reader = new SafetensorsReader(file);
            var rows = new RowNames(network, dataset, Lines(training, ModelFiles.Vocabulary, blobs), Lines(training, ModelFiles.Labels, blobs));
            TakenParameter[] taken = [.. network.Layout.Entries.Select(entry => Match(entry, reader, rows)).OfType<TakenParameter>()];
            if (taken.Length == 0) throw new InvalidDataException($"no parameter of the model {training.InitFrom} has the name and shape of one of this network");
            float[] parameters = new float[network.Layout.Length];
            network.Layout.Initialize(training.Seed, parameters);
            foreach (TakenParameter parameter in taken)
            {
                string name = parameter.Entry.Shape.Name;
                float[] source = new float[reader.Tensors.First(tensor => tensor.Name == name).Count];
                reader.Read(name, source);
                parameter.Copy(source, parameters);
            }

            return new InitialWeights(parameters, taken);
        }
        catch (InvalidDataException error)
        {
            throw new InvalidDataException($"training.initFrom: {error.Message}", error);
        }
    }

    private static TakenParameter? Match(ParameterEntry entry, SafetensorsReader reader, RowNames names)
    {
        IReadOnlyList<int> shape = entry.Shape.Shape;
        SafetensorsEntry? tensor = reader.Tensors.FirstOrDefault(tensor => tensor.Name == entry.Shape.Name);
        if (tensor is null || tensor.Shape.Count != shape.Count) return null;
        if (!tensor.Shape.Skip(1).SequenceEqual(shape.Skip(1).Select(size => (long)size))) return null;
        if (names.Of(entry) is not { } own) return tensor.Shape[0] == shape[0] ? new TakenParameter(entry, Rows: null) : null;
        int[] rows = own.Rows();
        return tensor.Shape[0] == own.Theirs.Count && Array.Exists(rows, row => row >= 0) ? new TakenParameter(entry, rows) : null;
    }

    private static string[] Lines(TrainingSpec training, string name, BlobStore blobs)
    {
        using Stream file = Open(training, name, blobs);
        return EscapedLines.Read(file);
    }

    private static Stream Open(TrainingSpec training, string name, BlobStore blobs)
    {
        ModelFile file = training.InitialFiles.FirstOrDefault(file => file.Name == name) ?? throw new InvalidDataException($"the model {training.InitFrom} has no {name}");
        return blobs.Verify(file.Sha256) ? blobs.OpenRead(file.Sha256) : throw new InvalidDataException($"{name} of the model {training.InitFrom} is missing or damaged");
    }
}
