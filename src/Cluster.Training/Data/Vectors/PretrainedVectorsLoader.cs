using Cluster.Training.Blobs;
using Cluster.V1;

namespace Cluster.Training.Data.Vectors;

/// <summary>Adds pretrained vectors to a dataset: a pure function of spec and files.</summary>
public static class PretrainedVectorsLoader
{
    private const string Field = "model.layers[0].embedding.vectors";

    /// <summary>The pretrained vectors that a spec asks for; null if it asks for none. The server fills in their source.</summary>
    /// <param name="spec">The spec.</param>
    public static PretrainedVectors? In(JobSpec spec) => spec.Model?.Layers is [{ Embedding.Vectors: { } vectors }, ..] ? vectors : null;

    /// <summary>Returns the dataset with the vectors of its vocabulary, where the spec asks for some; else the dataset itself.</summary>
    /// <param name="dataset">The dataset.</param>
    /// <param name="spec">The resolved spec.</param>
    /// <param name="blobs">Holds the file.</param>
    /// <exception cref="InvalidDataException">The file does not fit; the message is for the user.</exception>
    public static EncodedDataset Add(EncodedDataset dataset, JobSpec spec, BlobStore blobs)
    {
        if (In(spec) is not { } wanted) return dataset;
        EmbeddingLayer embedding = spec.Model.Layers[0].Embedding;
        WordVectors vectors = Read(dataset, wanted, embedding.HasSize ? embedding.Size : null, blobs);
        EncodedSplit With(EncodedSplit part) => part with { Shape = part.Shape with { VectorSize = vectors.Size } };
        return dataset with
        {
            Vectors = vectors,
            Training = With(dataset.Training),
            Validation = With(dataset.Validation),
            Test = With(dataset.Test),
        };
    }

    private static WordVectors Read(EncodedDataset dataset, PretrainedVectors wanted, int? size, BlobStore blobs)
    {
        DatasetFile file = wanted.Source?.Files is [var only]
            ? only
            : throw new InvalidDataException($"{Field}: '{wanted.Dataset}' has {wanted.Source?.Files.Count ?? 0} files, but must be one file of vectors.");
        var search = new VectorSearch(dataset.Vocabulary);
        using Stream stream = blobs.OpenRead(file.Sha256);
        int found = new VectorFile(stream, file.Name).Read(search, size);
        int words = dataset.Vocabulary.Size - dataset.Vocabulary.FirstToken;
        IEnumerable<int> tokens = dataset.Training.Examples.SelectMany(example => example.Tokens!);
        return new WordVectors(
            found,
            search.Rows,
            Share(search.Rows.LongCount(row => row is not null), words),
            Share(tokens.LongCount(token => search.Rows[token] is not null), tokens.LongCount()));
    }

    private static double Share(long part, long whole) => whole == 0 ? 0 : (double)part / whole;
}
