using Cluster.Training.Data;
using Cluster.V1;

namespace Cluster.Training.Specs;

/// <summary>What a spec's data must fulfil: dataset, columns and split.</summary>
internal static class DataRules
{
    /// <summary>Checks the data; null if the spec has none.</summary>
    public static void Check(FieldChecks checks, DataSpec? data)
    {
        if (data is null)
        {
            checks.Add("data", "Is required: say at least which dataset.");
            return;
        }

        CheckDataset(checks, data);
        CheckSplit(checks, data.Split ?? new SplitSpec());
    }

    private static void CheckDataset(FieldChecks checks, DataSpec data)
    {
        if (data.Dataset.Length == 0)
        {
            checks.Add("data.dataset", $"Is required, such as {DatasetCatalog.Names.First()}.");
            return;
        }

        if (DatasetCatalog.Find(data.Dataset) is not { } source)
        {
            checks.Add("data.dataset", DatasetCatalog.Missing(data.Dataset));
            return;
        }

        string text = data.Text.Length > 0 ? data.Text : SpecDefaults.TextColumn;
        string label = data.Label.Length > 0 ? data.Label : SpecDefaults.LabelColumn;
        CheckColumn(checks, "data.text", text, source);
        CheckColumn(checks, "data.label", label, source);
        if (text == label) checks.Add("data.label", $"Must be another column than data.text; both are '{text}'.");
    }

    private static void CheckColumn(FieldChecks checks, string field, string column, IRecordSource source)
    {
        if (!source.Columns.Contains(column)) checks.Add(
            field, $"The dataset has no column '{column}'; it has {string.Join(" and ", source.Columns)}.");
    }

    private static void CheckSplit(FieldChecks checks, SplitSpec split)
    {
        double validation = split.HasValidation ? split.Validation : SpecDefaults.ValidationShare;
        double test = split.HasTest ? split.Test : SpecDefaults.TestShare;
        bool valid = checks.Share("data.split.validation", validation) & checks.Share("data.split.test", test);
        if (valid && validation + test >= 1) checks.Add(
            "data.split", "Validation and test together must be under 1, so that examples to train on are left.");
    }
}
