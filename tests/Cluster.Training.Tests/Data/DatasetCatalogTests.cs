using Cluster.Training.Data;
using Cluster.Training.Data.Texts;
using Task = Cluster.V1.JobSpec.Types.Task;

namespace Cluster.Training.Tests.Data;

public class DatasetCatalogTests
{
    [Fact]
    public void A_name_finds_its_dataset()
    {
        var names = Assert.IsType<RecordDataset>(DatasetCatalog.Find("builtin/language-names"));
        Assert.Same(LanguageNames.LatinScript, names.Source);
        Assert.Equal(["name", "language"], names.Source.Columns);
    }

    [Fact]
    public void An_unknown_name_finds_nothing_and_the_sentence_lists_what_there_is()
    {
        Assert.Null(DatasetCatalog.Find("builtin/Language-Names"));
        Assert.Equal(
            "There is no dataset 'mnist'; files are pushed with `cluster datasets push`, and built in are builtin/adding-problem, builtin/embedded-reber, builtin/language-names, "
                + "builtin/language-names-all, builtin/random-sequences, builtin/sunspot-like, builtin/temporal-order and builtin/written-dates.",
            DatasetCatalog.Missing("mnist"));
    }

    [Theory]
    [InlineData(Task.Forecasting, "builtin/sunspot-like")]
    [InlineData(Task.Regression, "builtin/adding-problem", "builtin/random-sequences")]
    [InlineData(Task.Generation, "builtin/language-names", "builtin/language-names-all", "builtin/written-dates")]
    public void Each_task_has_its_datasets(Task task, params string[] names) => Assert.Equal(names, DatasetCatalog.NamesFor(task));
}
