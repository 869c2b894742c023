using Cluster.Training.Data.Files;
using Cluster.Training.Data.Generators;
using Cluster.Training.Data.Series;
using Cluster.Training.Data.Texts;
using Cluster.Training.Specs;
using Cluster.V1;
using Task = Cluster.V1.JobSpec.Types.Task;

namespace Cluster.Training.Data;

/// <summary>
/// All datasets: built-in ones by their name in the spec, others by the files that the spec says they consist of. Building one in means a source
/// and a line here.
/// </summary>
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

    private const string BuiltInPrefix = "builtin/";

    /// <summary>Names of the built-in datasets, in ordinal order.</summary>
    public static IReadOnlyCollection<string> Names => Datasets.Keys;

    /// <summary>Returns the dataset of a spec: a built-in one by its name, or one of files, if <c>source</c> says which. Nothing is read yet.</summary>
    /// <param name="data">The spec's data.</param>
    /// <returns>Null if there is none.</returns>
    public static IDataset? Find(DataSpec data) =>
        data.Source is { } source && !IsBuiltIn(data.Dataset) ? new FileDataset(source) : Find(data.Dataset);

    /// <summary>Whether a name belongs to the built-in datasets, also where there is none of that name.</summary>
    /// <param name="name">A dataset's name.</param>
    public static bool IsBuiltIn(string name) => name.StartsWith(BuiltInPrefix, StringComparison.Ordinal);

    /// <summary>Returns a built-in dataset, or null if there is none of that name. Nothing is read yet.</summary>
    /// <param name="name">Its name, such as <c>builtin/language-names</c>.</param>
    public static IDataset? Find(string name) => Datasets.GetValueOrDefault(name);

    /// <summary>Says that there is no such dataset and what to do, in a sentence.</summary>
    /// <param name="name">The unknown name.</param>
    public static string Missing(string name) => IsBuiltIn(name)
        ? $"There is no dataset '{name}'; there are {Sentence.List(Names)}."
        : $"There is no dataset '{name}'; {FileHint(name)}files are pushed with `cluster datasets push`, and built in are {Sentence.List(Names)}.";

    /// <summary>Returns the names of the datasets for a task, in ordinal order.</summary>
    /// <param name="task">The task.</param>
    public static IEnumerable<string> NamesFor(Task task) => Datasets.Where(pair => pair.Value.Tasks.Contains(task)).Select(pair => pair.Key);

    // Who writes a.csv means a file.
    private static string FileHint(string name) =>
        name.Contains('.', StringComparison.Ordinal) ? $"a file beside the spec is written ./{name}, other " : "";
}
