using Cluster.Training.Data;
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
        CheckSplit(checks, spec.Data.Split ?? new SplitSpec());
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

    private static string NotForTask(string name, IDataset dataset, JobSpec.Types.Task task) =>
        $"{name} is for {Sentence.List(dataset.Tasks.Select(TaskName.Of))}; for {TaskName.Of(task)} there are {Sentence.List(DatasetCatalog.NamesFor(task))}.";

    private static void CheckSplit(FieldChecks checks, SplitSpec split)
    {
        double validation = split.HasValidation ? split.Validation : SpecDefaults.ValidationShare;
        double test = split.HasTest ? split.Test : SpecDefaults.TestShare;
        bool valid = checks.Share("data.split.validation", validation) & checks.Share("data.split.test", test);
        if (valid && validation + test >= 1) checks.Add(
            "data.split", "Validation and test together must be under 1, so that examples to train on are left.");
    }
}
