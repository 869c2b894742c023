using System.Text;

namespace Cluster.Training.Data.Texts;

/// <summary>The form of a text that tokens are cut from: lower case if wanted, then NFC, so that equal-looking texts have equal tokens.</summary>
internal static class NormalText
{
    /// <summary>Returns the form of a text.</summary>
    /// <exception cref="InvalidDataException">The text holds half of a surrogate pair.</exception>
    public static string Of(string text, bool lowercase)
    {
        try
        {
            // Lower case before NFC, because a lower-case letter with its mark may compose where the upper-case one does not.
            return (lowercase ? text.ToLowerInvariant() : text).Normalize(NormalizationForm.FormC);
        }
        catch (ArgumentException)
        {
            throw new InvalidDataException("The text is not valid Unicode: it holds half of a surrogate pair.");
        }
    }
}
