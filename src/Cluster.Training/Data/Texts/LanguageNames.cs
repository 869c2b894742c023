namespace Cluster.Training.Data.Texts;

/// <summary>
/// Words with the language they are in: names of languages, months and days, as .NET itself carries them
/// (Unicode CLDR, through ICU). Columns: <c>name</c>, and <c>language</c> as an ISO 639 code. Words that two languages share are left out.
/// </summary>
/// <remarks>The words change a little with the version of ICU; the dataset's digest tells.</remarks>
public sealed class LanguageNames : IRecordSource
{
    /// <summary>Languages that differ enough to be told apart by a single word, with many words of their own.</summary>
    private static readonly string[] Latin =
    [
        "cs", "cy", "de", "ee", "en", "eo", "et", "eu", "fi", "fr", "ga", "hu", "is", "lt", "lv",
        "mi", "pl", "pt", "qu", "ro", "sl", "so", "sq", "sv", "sw", "to", "tr", "vi", "yo", "zu",
    ];

    private readonly string[]? _languages;
    private readonly int _fewest;

    private LanguageNames(string[]? languages, int fewest)
    {
        _languages = languages;
        _fewest = fewest;
    }

    /// <summary>Languages in the Latin script: <c>builtin/language-names</c>.</summary>
    public static LanguageNames LatinScript { get; } = new(Latin, fewest: 1);

    /// <summary>Every language with at least 60 words of its own, in all scripts: <c>builtin/language-names-all</c>.</summary>
    public static LanguageNames AllScripts { get; } = new(languages: null, fewest: 60);

    /// <inheritdoc/>
    public IReadOnlyList<string> Columns { get; } = ["name", "language"];

    /// <inheritdoc/>
    public IEnumerable<SourceRecord> Read() => SourceRecord.Of(Rows());

    /// <summary>Works out the records, a text for each column.</summary>
    public IEnumerable<string[]> Rows()
    {
        var texts = new CultureTexts();
        // The macrolanguage no has the words of nb; together they would have none of their own.
        IEnumerable<string> languages = _languages ?? texts.Languages.Where(tag => tag != "no");
        Dictionary<string, IReadOnlyCollection<string>> words = languages.ToDictionary(tag => tag, texts.Of);
        HashSet<string> shared = Shared(words.Values);
        var records = new List<string[]>();
        foreach ((string language, IReadOnlyCollection<string> all) in words.OrderBy(pair => pair.Key, StringComparer.Ordinal))
        {
            string[] own = [.. all.Where(word => !shared.Contains(word)).Order(StringComparer.Ordinal)];
            if (own.Length >= _fewest) records.AddRange(own.Select(word => new[] { word, language }));
        }

        return records;
    }

    private static HashSet<string> Shared(IEnumerable<IReadOnlyCollection<string>> languages)
    {
        var seen = new HashSet<string>(StringComparer.OrdinalIgnoreCase);
        var shared = new HashSet<string>(StringComparer.OrdinalIgnoreCase);
        foreach (string word in languages.SelectMany(words => words))
            if (!seen.Add(word)) shared.Add(word);
        return shared;
    }
}
