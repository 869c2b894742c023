using System.Text.RegularExpressions;
using Cluster.Architecture.Tests.Sources;

namespace Cluster.Architecture.Tests.Files;

public sealed partial class NameTests
{
    // Words that say nothing about what is inside.
    private static readonly string[] EmptyWords =
        ["Util", "Utils", "Utility", "Utilities", "Helper", "Helpers", "Manager", "Managers", "Common", "Extensions", "Misc"];

    [Fact]
    public void No_file_or_folder_has_a_name_that_fits_anything() =>
        Findings.AssertNone(
            $"No C# file or folder has one of these words in its name: {string.Join(", ", EmptyWords)}.",
            RepositoryFiles.CSharp().Where(HasEmptyWord));

    [Theory]
    [InlineData("src/Cluster.Training/Data/StringUtils.cs")]
    [InlineData("src/Cluster.Training/Common/Text.cs")]
    [InlineData("src/Cluster.Silo/Extensions.cs")]
    [InlineData("src/Cluster.Silo/ServiceExtensions.cs")]
    [InlineData("src/Cluster.Grains/JobManager.cs")]
    public void An_empty_word_is_found_within_a_name(string path) => Assert.True(HasEmptyWord(path));

    [Theory]
    [InlineData("src/Cluster.Training/Data/Vocabulary.cs")]
    [InlineData("src/Cluster.Silo/Hosting/Management.cs")]
    public void A_word_that_only_contains_an_empty_word_is_fine(string path) => Assert.False(HasEmptyWord(path));

    private static bool HasEmptyWord(string path) =>
        Word().Matches(path).Any(match => EmptyWords.Contains(match.Value, StringComparer.OrdinalIgnoreCase));

    [GeneratedRegex("[A-Z]?[a-z]+|[A-Z]+(?![a-z])")]
    private static partial Regex Word();
}
