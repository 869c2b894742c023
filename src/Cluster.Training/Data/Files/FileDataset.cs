using System.Security.Cryptography;
using Cluster.Training.Blobs;
using Cluster.Training.Data.Series;
using Cluster.Training.Data.Texts;
using Cluster.Training.Specs;
using Cluster.V1;
using Google.Protobuf;
using Kind = Cluster.V1.DatasetColumn.Types.Kind;
using Task = Cluster.V1.JobSpec.Types.Task;

namespace Cluster.Training.Data.Files;

/// <summary>A dataset of files: of texts or a series, as its columns and the task have it. Only encoding opens the files.</summary>
public sealed class FileDataset : IDataset
{
    private readonly DatasetSource _source;
    private readonly Task[] _tasks;

    /// <summary>Describes the dataset.</summary>
    /// <param name="source">What it consists of, as <see cref="DatasetInspector"/> returns it.</param>
    public FileDataset(DatasetSource source)
    {
        _source = source;
        _tasks = [.. TasksOf([.. source.Columns.Select(column => column.Kind)])];
    }

    /// <inheritdoc/>
    public IReadOnlyCollection<Task> Tasks => _tasks;

    /// <summary>What the dataset holds, in words: columns with their kinds.</summary>
    public string Contents => _source.Columns.Count == 0
        ? "no records"
        : $"the columns {ColumnNames.List([.. _source.Columns.Select(column => $"{column.Name} ({column.Kind.ToString().ToUpperInvariant()})")])}";

    /// <inheritdoc/>
    public IEnumerable<Violation> Check(JobSpec spec)
    {
        JobSpec filled = spec.Clone();
        FillColumns(filled);
        return KindOf(spec, blobs: null).Check(filled);
    }

    /// <inheritdoc/>
    public void FillDefaults(JobSpec spec)
    {
        FillColumns(spec);
        KindOf(spec, blobs: null).FillDefaults(spec);
    }

    /// <inheritdoc/>
    public DataForm FormOf(JobSpec spec) => KindOf(spec, blobs: null).FormOf(spec);

    /// <inheritdoc/>
    /// <remarks>The digest is over the files and their format, so it is known without reading them.</remarks>
    public EncodedDataset Encode(JobSpec resolved, BlobStore blobs) => KindOf(resolved, blobs).Encode(resolved, blobs) with { Digest = Digest() };

    /// <summary>SHA-256 over the digests of the files, in their order, and over the format; in lower-case hex.</summary>
    public string Digest()
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        foreach (DatasetFile file in _source.Files) hash.AppendData(Convert.FromHexString(file.Sha256));
        // All digests have one length, so nothing else gives the same bytes.
        hash.AppendData(_source.Format.ToByteArray());
        return Convert.ToHexStringLower(hash.GetHashAndReset());
    }

    private IDataset KindOf(JobSpec spec, BlobStore? blobs) => spec.Task == Task.Forecasting
        ? new SeriesDataset(new FileSeries(_source))
        : new RecordDataset(new FileRecords(_source, blobs), _tasks);

    /// <summary>Formats with columns of known meaning need not be told which is the text and which the label.</summary>
    private void FillColumns(JobSpec spec)
    {
        (string Text, string Label)? known = _source.Format?.KindCase switch
        {
            FileFormat.KindOneofCase.Conllu => ("form", "upos"),
            FileFormat.KindOneofCase.Conll when _source.Columns.Count > 0 => (_source.Columns[0].Name, _source.Columns[^1].Name),
            _ => null,
        };
        if (known is not var (text, label) || spec.Task == Task.Forecasting) return;
        if (spec.Data.Text.Length == 0) spec.Data.Text = text;
        if (spec.Data.Label.Length == 0 && spec.Task != Task.Generation) spec.Data.Label = label;
    }

    private static IEnumerable<Task> TasksOf(Kind[] kinds)
    {
        int texts = kinds.Count(kind => kind is Kind.Text or Kind.List);
        bool numbers = kinds.Contains(Kind.Number);
        if (texts > 0 && kinds.Length > 1) yield return Task.Classification;
        if (texts > 1) yield return Task.Tagging;
        if (numbers) yield return Task.Forecasting;
        if (texts > 0) yield return Task.Generation;
        if (texts > 0 && numbers) yield return Task.Regression;
    }
}
