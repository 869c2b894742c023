using Cluster.Training.Blobs;
using Cluster.Training.Specs;
using Cluster.V1;
using Task = Cluster.V1.JobSpec.Types.Task;

namespace Cluster.Training.Data.Texts;

/// <summary>A dataset of texts: for each task its encoder.</summary>
/// <param name="source">The records.</param>
/// <param name="tasks">What they are good for.</param>
public sealed class RecordDataset(IRecordSource source, params Task[] tasks) : IDataset
{
    private static readonly Dictionary<Task, Func<JobSpec, IRecordSource, ITokenizer, EncodedDataset>> Encoders = new()
    {
        [Task.Classification] = TextClassificationEncoder.Encode,
        [Task.Tagging] = TextTaggingEncoder.Encode,
        [Task.Generation] = TextGenerationEncoder.Encode,
        [Task.Regression] = TextRegressionEncoder.Encode,
    };

    /// <summary>The records.</summary>
    public IRecordSource Source => source;

    /// <inheritdoc/>
    public IReadOnlyCollection<Task> Tasks => tasks;

    /// <inheritdoc/>
    public IEnumerable<Violation> Check(JobSpec spec)
    {
        DataSpec data = spec.Data;
        if (data.Generator is not null) yield return new Violation("data.generator", $"{data.Dataset} is not generated; it has no settings.");
        if (data.Series is not null) yield return new Violation("data.series", $"{data.Dataset} is not a series; windows are for FORECASTING.");
        string text = data.Text.Length > 0 ? data.Text : SpecDefaults.TextColumn;
        string label = data.Label.Length > 0 ? data.Label : SpecDefaults.LabelColumn;
        if (Missing(text) is { } noText) yield return new Violation("data.text", noText);
        if (spec.Task == Task.Generation) yield break;
        if (Missing(label) is { } noLabel) yield return new Violation("data.label", noLabel);
        if (text == label) yield return new Violation("data.label", $"Must be another column than data.text; both are '{text}'.");
    }

    /// <inheritdoc/>
    public void FillDefaults(JobSpec spec)
    {
        if (spec.Data.Text.Length == 0) spec.Data.Text = SpecDefaults.TextColumn;
        if (spec.Data.Label.Length == 0 && spec.Task != Task.Generation) spec.Data.Label = SpecDefaults.LabelColumn;
    }

    /// <inheritdoc/>
    public DataForm FormOf(JobSpec spec) => new(
        Tokens: true,
        spec.Task == Task.Regression ? TargetKind.Values : TargetKind.Class,
        TargetPerStep: spec.Task is Task.Tagging or Task.Generation);

    /// <inheritdoc/>
    public EncodedDataset Encode(JobSpec resolved, BlobStore blobs)
    {
        ITokenizer tokenizer = TokenizerTable.Create(resolved.Tokens, SubwordFiles.PathsOf(resolved.Tokens.TokenizerSource, blobs));
        return Encoders[resolved.Task](resolved, source, tokenizer);
    }

    private string? Missing(string column) => source.Columns.Contains(column)
        ? null
        : $"The dataset has no column '{column}'; it has {Sentence.List(source.Columns)}.";
}
