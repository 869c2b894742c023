using System.Globalization;
using System.Text;

namespace Cluster.Training.Artifacts;

/// <summary>
/// A list of texts as a UTF-8 file of one text a line; the index is the line's number, from 0. What would break lines or vanish is
/// escaped as in C#: <c>\\</c>, <c>\n</c>, <c>\r</c>, <c>\t</c>, and <c>\u</c> with four hex digits for other control characters, the
/// Unicode line separators and halves of surrogate pairs.
/// </summary>
public static class EscapedLines
{
    private static readonly UTF8Encoding Strict = new(encoderShouldEmitUTF8Identifier: false, throwOnInvalidBytes: true);

    /// <summary>Writes the texts, each followed by a line feed.</summary>
    /// <param name="stream">Receives the file.</param>
    /// <param name="texts">The texts.</param>
    public static void Write(Stream stream, IEnumerable<string> texts)
    {
        StringBuilder lines = new();
        foreach (string text in texts) lines.Append(Escape(text)).Append('\n');
        stream.Write(Strict.GetBytes(lines.ToString()));
    }

    /// <summary>Reads the texts.</summary>
    /// <param name="stream">The file.</param>
    /// <exception cref="InvalidDataException">The file is cut short, not UTF-8, or has an unknown escape.</exception>
    public static string[] Read(Stream stream)
    {
        try
        {
            using StreamReader reader = new(stream, Strict, detectEncodingFromByteOrderMarks: false, leaveOpen: true);
            string[] lines = reader.ReadToEnd().Split('\n');
            if (lines[^1].Length > 0) throw new InvalidDataException($"Line {lines.Length} has no end; the file is cut short.");
            return Array.ConvertAll(lines[..^1], Unescape);
        }
        catch (DecoderFallbackException error)
        {
            throw new InvalidDataException("The file is not UTF-8.", error);
        }
    }

    /// <summary>One text as a line, without its end.</summary>
    internal static string Escape(string text)
    {
        StringBuilder line = new(text.Length);
        for (int i = 0; i < text.Length; i++)
        {
            bool pair = i + 1 < text.Length && char.IsSurrogatePair(text[i], text[i + 1]);
            if (pair) line.Append(text, i++, 2);
            else if (text[i] is '\\') line.Append(@"\\");
            else if (text[i] is '\n') line.Append(@"\n");
            else if (text[i] is '\r') line.Append(@"\r");
            else if (text[i] is '\t') line.Append(@"\t");
            else if (char.IsControl(text[i]) || char.IsSurrogate(text[i]) || text[i] is '\u2028' or '\u2029')
                line.Append(CultureInfo.InvariantCulture, $@"\u{(int)text[i]:x4}");
            else line.Append(text[i]);
        }

        return line.ToString();
    }

    private static string Unescape(string line)
    {
        StringBuilder text = new(line.Length);
        for (int i = 0; i < line.Length; i++)
        {
            if (line[i] != '\\')
            {
                text.Append(line[i]);
                continue;
            }

            i++;
            char kind = i < line.Length ? line[i] : '\0';
            text.Append(kind switch
            {
                '\\' => '\\',
                'n' => '\n',
                'r' => '\r',
                't' => '\t',
                'u' => FromHex(line, i + 1),
                _ => throw new InvalidDataException($"Unknown escape in '{line}'."),
            });
            if (kind == 'u') i += 4;
        }

        return text.ToString();
    }

    private static char FromHex(string line, int start)
    {
        bool isHex = start + 4 <= line.Length
            & ushort.TryParse(line.AsSpan(start, Math.Min(4, line.Length - start)), NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out ushort code);
        return isHex ? (char)code : throw new InvalidDataException($"Unknown escape in '{line}'.");
    }
}
