namespace Cluster.Training.Data.Texts;

/// <summary>One record with its text and label picked out.</summary>
/// <param name="Index">Position in the source, from 0.</param>
/// <param name="Source">The record as it was read.</param>
/// <param name="Text">The text; not empty.</param>
/// <param name="Label">The label; not empty but where none is read.</param>
internal readonly record struct TextRecord(int Index, SourceRecord Source, Field Text, Field Label)
{
    /// <summary>Where it was read.</summary>
    public RecordPlace Place => Source.Place;

    /// <summary>Returns the ids of the text's tokens, at least one.</summary>
    /// <exception cref="InvalidDataException">The text has no tokens or is not valid Unicode; the message says where.</exception>
    public int[] Encode(ITokenizer tokenizer, int most, Vocabulary vocabulary)
    {
        try
        {
            int[] ids = tokenizer.Encode(Text, most, vocabulary);
            return ids.Length > 0 ? ids : throw new InvalidDataException("The text has no tokens.");
        }
        catch (InvalidDataException error)
        {
            throw Wrong(error.Message, error);
        }
    }

    /// <summary>Returns the tokens of the text.</summary>
    /// <exception cref="InvalidDataException">The text is not valid Unicode; the message says where.</exception>
    public string[] Tokenize(ITokenizer tokenizer, int most)
    {
        try
        {
            return tokenizer.Tokenize(Text, most);
        }
        catch (InvalidDataException error)
        {
            throw Wrong(error.Message, error);
        }
    }

    /// <summary>An error that says where.</summary>
    public InvalidDataException Wrong(string sentence, Exception? cause = null) => new($"{Place}: {sentence}", cause);
}
