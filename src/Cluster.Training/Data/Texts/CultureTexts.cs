using System.Globalization;
using System.Text;

namespace Cluster.Training.Data.Texts;

/// <summary>The texts that .NET carries in a language: names of languages, months and days (Unicode CLDR, through ICU).</summary>
/// <remarks>Names of regions are left out: most are the same word in slightly different spellings, which is a test of memory.</remarks>
internal sealed class CultureTexts
{
    private readonly string[] _languages;

    /// <summary>Finds out which languages there are.</summary>
    /// <exception cref="InvalidDataException">The process has no culture data.</exception>
    public CultureTexts()
    {
        // Script variants such as sr-Latn would only repeat the words of their language.
        _languages = [.. CultureInfo.GetCultures(CultureTypes.NeutralCultures)
            .Select(culture => culture.Name)
            .Where(tag => tag.Length > 0 && !tag.Contains('-', StringComparison.Ordinal))
            .Order(StringComparer.Ordinal)];
        if (_languages.Length == 0) throw new InvalidDataException(
            "This process has no culture data; install libicu and unset DOTNET_SYSTEM_GLOBALIZATION_INVARIANT.");
    }

    /// <summary>Tags of all languages, without script variants, in ordinal order.</summary>
    public IReadOnlyList<string> Languages => _languages;

    /// <summary>Returns the texts of one language, each once whatever its case, in no particular order.</summary>
    /// <param name="language">Its tag.</param>
    public IReadOnlyCollection<string> Of(string language)
    {
        var texts = new SortedSet<string>(StringComparer.Ordinal);
        foreach (string text in LanguageNames(language).Concat(DateNames(language)))
        {
            string clean = text.Normalize(NormalizationForm.FormC).Trim();
            if (clean.EnumerateRunes().Any(Rune.IsLetter)) texts.Add(clean);
        }

        // The set is sorted, so of two spellings that differ in case the same one stays every time.
        return texts.DistinctBy(text => text.ToUpperInvariant(), StringComparer.Ordinal).ToArray();
    }

    /// <summary>Display names follow the UI culture of the thread, so that is changed for a moment.</summary>
    private List<string> LanguageNames(string language)
    {
        CultureInfo before = CultureInfo.CurrentUICulture;
        try
        {
            CultureInfo.CurrentUICulture = new CultureInfo(language, useUserOverride: false);
            // A language that has no word for another one shows its bare tag.
            return [.. _languages
                .Select(tag => (Tag: tag, Name: new CultureInfo(tag, useUserOverride: false).DisplayName))
                .Where(pair => pair.Name != pair.Tag)
                .Select(pair => pair.Name)];
        }
        finally
        {
            CultureInfo.CurrentUICulture = before;
        }
    }

    private static IEnumerable<string> DateNames(string language)
    {
        DateTimeFormatInfo format = new CultureInfo(language, useUserOverride: false).DateTimeFormat;
        return [.. format.MonthNames, .. format.MonthGenitiveNames, .. format.DayNames];
    }
}
