using Cluster.Training.Specs;
using Cluster.V1;

namespace Cluster.Training.Layers;

/// <summary>The layers inside a character encoder: a table of letters and a bidirectional LSTM over each word.</summary>
public static class LetterLayers
{
    private const int DefaultSize = 32;
    private const int DefaultUnits = 32;
    private const int DefaultMaxLength = 20;
    private const int LongestWord = 64;

    /// <summary>The LSTM of an embedding's character encoder, as a layer of its own: <c>[B, T, size]</c> to <c>[B, 2 * units]</c>, B words of T letters.</summary>
    /// <param name="embedding">An embedding with a character encoder.</param>
    public static NetworkLayer Recurrent(NetworkLayer embedding)
    {
        CharacterEncoder encoder = embedding.Spec.Embedding.Characters;
        LayerSpec spec = Lstm(encoder);
        string name = Name(embedding.Name);
        return new NetworkLayer(
            name,
            LayerTable.Of(spec).Describe(spec),
            spec,
            new FeatureShape(true, encoder.Size),
            new FeatureShape(false, 2 * encoder.Units),
            [.. embedding.Parameters.Where(parameter => parameter.Name.StartsWith(name, StringComparison.Ordinal))],
            GivesLogits: false);
    }

    /// <summary>Fills in the defaults, in place.</summary>
    internal static void FillDefaults(CharacterEncoder encoder)
    {
        if (!encoder.HasSize) encoder.Size = DefaultSize;
        if (!encoder.HasUnits) encoder.Units = DefaultUnits;
        if (!encoder.HasMaxLength) encoder.MaxLength = DefaultMaxLength;
    }

    /// <summary>Everything that is wrong with the settings.</summary>
    internal static IEnumerable<Violation> Check(CharacterEncoder encoder, LayerPlace place)
    {
        string field = $"{place.Field}.characters";
        if (place.Ends.Letters == 0)
            yield return new Violation(field, "Needs words: tokens.level must be WORD, and the task TAGGING or CLASSIFICATION.");
        var checks = new FieldChecks();
        if (encoder.HasSize) checks.Add(LayerSize.Check(encoder.Size, $"{field}.size"));
        if (encoder.HasUnits) checks.Add(LayerSize.Check(encoder.Units, $"{field}.units"));
        if (encoder.HasMaxLength) checks.Within($"{field}.maxLength", encoder.MaxLength, 1, LongestWord);
        foreach (Violation violation in checks.Violations) yield return violation;
    }

    /// <summary>The table, [letters, size], and the LSTM's parameters.</summary>
    /// <param name="encoder">The settings, complete.</param>
    /// <param name="name">The embedding's name.</param>
    /// <param name="letters">Number of letter ids.</param>
    /// <param name="table">First values of the table.</param>
    internal static IEnumerable<ParameterShape> Parameters(CharacterEncoder encoder, string name, int letters, Initializer table)
    {
        LayerSpec spec = Lstm(encoder);
        return LayerTable.Of(spec).Parameters(spec, Name(name), encoder.Size)
            .Prepend(new ParameterShape($"{name}.characters.weight", [letters, encoder.Size], table));
    }

    private static string Name(string embedding) => $"{embedding}.characters.lstm";

    private static LayerSpec Lstm(CharacterEncoder encoder)
    {
        var spec = new LayerSpec { Bidirectional = new BidirectionalLayer { Lstm = new LstmLayer { Units = encoder.Units } } };
        LayerTable.Of(spec).FillDefaults(spec, StackEnds.ClassifiedTokens, isLast: false);
        return spec;
    }
}
