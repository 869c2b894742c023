using System.Globalization;
using System.Text;
using Cluster.Training.Data.Texts;

namespace Cluster.Training.Tests.Data.Texts;

public class LanguageNamesTests
{
    private static readonly string[][] Records = [.. LanguageNames.LatinScript.Rows()];

    [Theory]
    // Unicode CLDR: German and Finnish names of French, Welsh January, Polish January in the genitive, Vietnamese Monday.
    [InlineData("Französisch", "de")]
    [InlineData("ranska", "fi")]
    [InlineData("Ionawr", "cy")]
    [InlineData("stycznia", "pl")]
    [InlineData("Thứ Hai", "vi")]
    public void A_word_that_only_one_language_has_is_there(string name, string language) =>
        Assert.Equal([language], Records.Where(record => record[0] == name).Select(record => record[1]));

    [Theory]
    [InlineData("september")] // Slovak, Swedish, Slovenian, Estonian and others.
    [InlineData("hindi")]
    public void A_word_that_two_languages_share_is_left_out(string name) =>
        Assert.DoesNotContain(Records, record => string.Equals(record[0], name, StringComparison.OrdinalIgnoreCase));

    [Fact]
    public void Thirty_languages_have_some_five_thousand_words()
    {
        Assert.Equal(30, Records.Select(record => record[1]).Distinct().Count());
        Assert.InRange(Records.Length, 4_500, 6_500);
        Assert.All(Records.CountBy(record => record[1]), pair => Assert.True(pair.Value >= 50, $"{pair.Key} has only {pair.Value}"));
    }

    [Fact]
    public void Every_word_comes_once_normalized_and_in_ordinal_order()
    {
        Assert.Equal(Records.Length, Records.Select(record => record[0]).Distinct(StringComparer.OrdinalIgnoreCase).Count());
        Assert.Equal(
            Records.OrderBy(record => record[1], StringComparer.Ordinal).ThenBy(record => record[0], StringComparer.Ordinal),
            Records);
        Assert.All(Records, record =>
        {
            Assert.True(record[0].IsNormalized(NormalizationForm.FormC));
            Assert.Equal(record[0].Trim(), record[0]);
            Assert.Contains(record[0].EnumerateRunes(), Rune.IsLetter);
        });
    }

    [Fact]
    public void The_words_do_not_depend_on_the_cultures_of_the_thread_and_leave_them_alone()
    {
        (CultureInfo culture, CultureInfo uiCulture) = (CultureInfo.CurrentCulture, CultureInfo.CurrentUICulture);
        try
        {
            // Turkish has other rules for upper case of i.
            CultureInfo.CurrentCulture = CultureInfo.CurrentUICulture = new CultureInfo("tr-TR");
            Assert.Equal(Records, LanguageNames.LatinScript.Rows());
            Assert.Equal("tr-TR", CultureInfo.CurrentUICulture.Name);
        }
        finally
        {
            (CultureInfo.CurrentCulture, CultureInfo.CurrentUICulture) = (culture, uiCulture);
        }
    }

    [Fact]
    public void The_large_variant_holds_many_scripts_and_at_least_sixty_words_a_language()
    {
        string[][] all = [.. LanguageNames.AllScripts.Rows()];
        Dictionary<string, int> counts = all.CountBy(record => record[1]).ToDictionary();
        Assert.True(counts.Count > 100, $"only {counts.Count} languages");
        Assert.All(counts.Values, count => Assert.True(count >= 60));
        Assert.Contains(all, record => record[0] == "日曜日" && record[1] == "ja");
        Assert.Contains(all, record => record[0] == "французский" && record[1] == "ru");
    }
}
