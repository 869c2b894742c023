namespace Cluster.Training.Data;

/// <summary>All datasets by their name in the spec.</summary>
public static class DatasetCatalog
{
    private static readonly SortedDictionary<string, IRecordSource> Sources = new(StringComparer.Ordinal)
    {
        ["builtin/language-names"] = LanguageNames.LatinScript,
        ["builtin/language-names-all"] = LanguageNames.AllScripts,
    };

    /// <summary>Names that <see cref="Find"/> knows, in ordinal order.</summary>
    public static IReadOnlyCollection<string> Names => Sources.Keys;

    /// <summary>Returns a dataset, or null if there is none of that name. Nothing is read yet.</summary>
    /// <param name="name">Its name, such as <c>builtin/language-names</c>.</param>
    public static IRecordSource? Find(string name) => Sources.GetValueOrDefault(name);

    /// <summary>Says that there is no such dataset and which ones there are, in a sentence.</summary>
    /// <param name="name">The unknown name.</param>
    public static string Missing(string name) => $"There is no dataset '{name}'; there are {string.Join(" and ", Names)}.";
}
