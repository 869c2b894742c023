using Cluster.Training.Data;
using Cluster.Training.Data.Files;
using Cluster.V1;

namespace Cluster.Training.Specs;

/// <summary>What a spec's data must fulfil: dataset and split; the rest is for the dataset to say.</summary>
internal static class DataRules
{
    /// <summary>Checks the data.</summary>
    public static void Check(FieldChecks checks, JobSpec spec)
    {
        if (spec.Data is null)
        {
            checks.Add("data", "Is required: say at least which dataset.");
            return;
        }

        CheckDataset(checks, spec);
        CheckFormat(checks, spec.Data);
        CheckSplit(checks, spec.Data.Split ?? new SplitSpec(), spec.Task);
    }

    /// <summary>What the examples of a spec will look like; null while dataset or task are unknown.</summary>
    public static DataForm? FormOf(JobSpec spec) =>
        spec.Data is not null && DatasetCatalog.Find(spec.Data) is { } dataset && dataset.Tasks.Contains(spec.Task) ? dataset.FormOf(spec) : null;

    private static void CheckDataset(FieldChecks checks, JobSpec spec)
    {
        string name = spec.Data.Dataset;
        if (name.Length == 0)
            checks.Add("data.dataset", "Is required, such as builtin/language-names.");
        else if (DatasetCatalog.Find(spec.Data) is not { } dataset)
            checks.Add("data.dataset", DatasetCatalog.Missing(name));
        else if (dataset.Tasks.Contains(spec.Task))
            checks.Add(dataset.Check(spec));
        // A task that does not exist has a violation of its own.
        else if (spec.Task != JobSpec.Types.Task.Unspecified && Enum.IsDefined(spec.Task))
            checks.Add("data.dataset", NotForTask(name, dataset, spec.Task));
    }

    private static void CheckFormat(FieldChecks checks, DataSpec data)
    {
        if (data.Format is not null && DatasetCatalog.IsBuiltIn(data.Dataset)) checks.Add("data.format", $"{data.Dataset} is built in; it has no files.");
        if (data.Format?.Csv is { } csv && FileFormats.Wrong(csv) is { } sentence) checks.Add("data.format.csv.delimiter", sentence);
    }

    private static string NotForTask(string name, IDataset dataset, JobSpec.Types.Task task) => dataset is FileDataset files
        ? $"{name} has {files.Contents}, which {TaskName.Of(task)} cannot use{(files.Tasks.Count > 0 ? $"; {Sentence.List(files.Tasks.Select(TaskName.Of))} can" : "")}."
        : $"{name} is for {Sentence.List(dataset.Tasks.Select(TaskName.Of))}; for {TaskName.Of(task)} there are {Sentence.List(DatasetCatalog.NamesFor(task))}.";

    private static void CheckSplit(FieldChecks checks, SplitSpec split, JobSpec.Types.Task task)
    {
        double validation = split.HasValidation ? split.Validation : SpecDefaults.ValidationShare;
        double test = split.HasTest ? split.Test : SpecDefaults.TestShare;
        bool valid = checks.Share("data.split.validation", validation) & checks.Share("data.split.test", test);
        if (valid && validation + test >= 1) checks.Add(
            "data.split", "Validation and test together must be under 1, so that examples to train on are left.");
        if (split.Stratify && task is not (JobSpec.Types.Task.Classification or JobSpec.Types.Task.Unspecified)) checks.Add(
            "data.split.stratify", $"Is only for CLASSIFICATION, where each example has one label; the task is {TaskName.Of(task)}.");
    }
}
