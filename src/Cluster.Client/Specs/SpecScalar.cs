namespace Cluster.Client.Specs;

/// <summary>A single value as it was written.</summary>
/// <param name="Text">The text without quotes.</param>
/// <param name="IsQuoted">Whether it was quoted, so that it can only be text.</param>
/// <param name="Origin">Where it stands.</param>
internal sealed record SpecScalar(string Text, bool IsQuoted, string Origin) : SpecNode(Origin)
{
    /// <summary>Whether nothing was written, which means the default.</summary>
    public bool IsNull => !IsQuoted && Text is "" or "~" or "null" or "Null" or "NULL";
}
