namespace Cluster.Training.Data.Texts;

/// <summary>One field of a record.</summary>
/// <param name="Text">The field as one text; items are joined by single spaces.</param>
/// <param name="Items">Its items where the source has a list: a JSON array, a Parquet list, the words of a CoNLL sentence; else null.</param>
public readonly record struct Field(string Text, string[]? Items = null)
{
    /// <summary>Makes the field of a list.</summary>
    /// <param name="items">The items.</param>
    public static Field Of(string[] items) => new(string.Join(' ', items), items);
}
