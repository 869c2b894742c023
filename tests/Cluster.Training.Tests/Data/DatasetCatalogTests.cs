using Cluster.Training.Data;

namespace Cluster.Training.Tests.Data;

public class DatasetCatalogTests
{
    [Fact]
    public void A_name_finds_its_source()
    {
        Assert.Same(LanguageNames.LatinScript, DatasetCatalog.Find("builtin/language-names"));
        Assert.Same(LanguageNames.AllScripts, DatasetCatalog.Find("builtin/language-names-all"));
        Assert.Equal(["name", "language"], LanguageNames.LatinScript.Columns);
    }

    [Fact]
    public void An_unknown_name_finds_nothing_and_the_sentence_lists_what_there_is()
    {
        Assert.Null(DatasetCatalog.Find("builtin/Language-Names"));
        Assert.Equal(
            "There is no dataset 'mnist'; there are builtin/language-names and builtin/language-names-all.",
            DatasetCatalog.Missing("mnist"));
    }
}
