using Cluster.Training.Blobs;
using Cluster.Training.Specs;
using Cluster.V1;

namespace Cluster.Training.Data.Generators;

/// <summary>A dataset whose examples are generated.</summary>
/// <param name="source">Makes the examples.</param>
public sealed class GeneratedDataset(IExampleSource source) : IDataset
{
    /// <inheritdoc/>
    public IReadOnlyCollection<JobSpec.Types.Task> Tasks => source.Tasks;

    /// <inheritdoc/>
    public IEnumerable<Violation> Check(JobSpec spec)
    {
        DataSpec data = spec.Data;
        if (data.Text.Length > 0) yield return new Violation("data.text", $"{data.Dataset} has no columns.");
        if (data.Label.Length > 0) yield return new Violation("data.label", $"{data.Dataset} has no columns.");
        if (data.Series is not null) yield return new Violation("data.series", $"{data.Dataset} is not a series; windows are for FORECASTING.");
        GeneratorSpec given = data.Generator ?? new GeneratorSpec();
        Violation[] single = [.. GeneratorSettings.Check(given, source.Settings(given, spec.Task))];
        foreach (Violation violation in single.Length > 0 ? single : source.Check(Complete(spec))) yield return violation;
    }

    /// <inheritdoc/>
    public void FillDefaults(JobSpec spec) => spec.Data.Generator = Complete(spec);

    /// <inheritdoc/>
    public DataForm FormOf(JobSpec spec) => source.FormOf(Complete(spec), spec.Task);

    /// <inheritdoc/>
    public EncodedDataset Encode(JobSpec resolved, BlobStore blobs)
    {
        GeneratedExamples made = source.Generate(resolved.Data.Generator, resolved.Task);
        int[]? classes = resolved.Data.Split.Stratify ? Array.ConvertAll(made.Examples.Examples, example => example.Classes![0]) : null;
        DatasetSplit split = DatasetSplit.Draw(new DatasetPart?[made.Examples.Count], classes, resolved.Data.Split, resolved.Training.Seed);
        return split.Training.Length > 0
            ? EncodedDataset.Of(DatasetDigest.Of(made.Examples.Examples), made.Vocabulary, made.Labels, made.Examples, split)
            : throw new InvalidDataException($"The split leaves none of the {made.Examples.Count} examples to train on.");
    }

    private GeneratorSpec Complete(JobSpec spec)
    {
        GeneratorSpec complete = spec.Data.Generator?.Clone() ?? new GeneratorSpec();
        GeneratorSettings.Fill(complete, source.Settings(complete, spec.Task), spec.Training?.Seed ?? 0);
        return complete;
    }
}
