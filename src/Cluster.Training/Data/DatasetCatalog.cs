using Cluster.Training.Data.Files;
using Cluster.Training.Data.Generators;
using Cluster.Training.Data.Series;
using Cluster.Training.Data.Texts;
using Cluster.Training.Specs;
using Cluster.V1;
using Task = Cluster.V1.JobSpec.Types.Task;

namespace Cluster.Training.Data;

/// <summary>All datasets by their name in the spec. Adding one means a source and a line here.</summary>
public static class DatasetCatalog
{
    private static readonly SortedDictionary<string, IDataset> Datasets = new(StringComparer.Ordinal)
    {
        ["builtin/adding-problem"] = new GeneratedDataset(new AddingProblem()),
        ["builtin/embedded-reber"] = new GeneratedDataset(new EmbeddedReber()),
        ["builtin/language-names"] = new RecordDataset(LanguageNames.LatinScript, Task.Classification, Task.Generation),
        ["builtin/language-names-all"] = new RecordDataset(LanguageNames.AllScripts, Task.Classification, Task.Generation),
        ["builtin/random-sequences"] = new GeneratedDataset(new RandomSequences()),
        ["builtin/sunspot-like"] = new SeriesDataset(new SunspotLike()),
        ["builtin/temporal-order"] = new GeneratedDataset(new TemporalOrder()),
        ["builtin/written-dates"] = new RecordDataset(new WrittenDates(), Task.Classification, Task.Tagging, Task.Generation),
    };

    /// <summary>Names that <see cref="Find(string)"/> knows, in ordinal order.</summary>
    public static IReadOnlyCollection<string> Names => Datasets.Keys;

    /// <summary>Returns a dataset, or null if there is none of that name. Nothing is read yet.</summary>
    /// <param name="name">Its name, such as <c>builtin/language-names</c>.</param>
    public static IDataset? Find(string name) => Datasets.GetValueOrDefault(name);

    /// <summary>Returns the dataset of a spec's data, or null if there is none: the stored one that it was resolved to, or a built-in one.</summary>
    /// <param name="data">The data.</param>
    public static IDataset? Find(DataSpec data) => data.Source is { } source ? new StoredDataset(source) : Find(data.Dataset);

    /// <summary>Says that there is no such dataset and which ones there are, in a sentence.</summary>
    /// <param name="name">The unknown name.</param>
    public static string Missing(string name) => $"There is no dataset '{name}'; there are {Sentence.List(Names)}.";

    /// <summary>Returns the names of the datasets for a task, in ordinal order.</summary>
    /// <param name="task">The task.</param>
    public static IEnumerable<string> NamesFor(Task task) => Datasets.Where(pair => pair.Value.Tasks.Contains(task)).Select(pair => pair.Key);
}
