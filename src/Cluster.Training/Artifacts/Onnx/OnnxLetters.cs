using Cluster.Training.Layers;

namespace Cluster.Training.Artifacts.Onnx;

/// <summary>A character encoder: all words of a batch become the sequences of one LSTM.</summary>
internal static class OnnxLetters
{
    private const int AsInt32 = 6;
    private const int AsFloat = 1;
    private const string Letters = "letters";
    private const string Counts = "letter_counts";

    /// <summary>Ids of the letters of each word, <c>[batch, time, width]</c>, and how many there are, <c>[batch, time]</c>; 0 on padding.</summary>
    public static IReadOnlyList<(string Name, bool Whole, string[] Axes)> Inputs { get; } =
        [(Letters, true, ["batch", "time", "width"]), (Counts, true, ["batch", "time"])];

    /// <summary>Adds the encoder of an embedding.</summary>
    /// <param name="graph">The graph.</param>
    /// <param name="embedding">The embedding.</param>
    /// <param name="parameters">The network's parameters by name.</param>
    /// <param name="table">The table of letters.</param>
    /// <returns>The final states of each word, forward then backward, <c>[T, B, 2 * units]</c>; zeros on padding.</returns>
    public static string Add(
        OnnxGraph graph, NetworkLayer embedding, IReadOnlyDictionary<string, ReadOnlyMemory<float>> parameters, string table)
    {
        NetworkLayer recurrent = LetterLayers.Recurrent(embedding);
        // [B, T, W] to [W, B * T], so that letters are the steps.
        string ids = graph.Add("Transpose", [graph.Add("Flatten", [Letters], ("axis", 2L))], ("perm", new long[] { 1, 0 }));
        string vectors = graph.Add("Gather", [table, ids], ("axis", 0L));
        // Sequences without steps are not allowed everywhere, so padding gets one; what comes of it is dropped below.
        string counts = graph.Add("Max", [graph.Add("Reshape", [Counts, graph.Constant(-1)]), graph.Constant(1)]);
        (_, string last) = OnnxRecurrence.Add(graph, recurrent, parameters, vectors, graph.Add("Cast", [counts], ("to", (long)AsInt32)));
        string words = graph.Add("Transpose", [last], ("perm", new long[] { 1, 0, 2 }));
        string shape = graph.Add("Concat", [graph.Add("Shape", [Counts]), graph.Constant(recurrent.Output.Size)], ("axis", 0L));
        string states = graph.Add("Reshape", [words, shape]);
        string valid = graph.Add("Cast", [graph.Add("Greater", [Counts, graph.Constant(0)])], ("to", (long)AsFloat));
        string masked = graph.Add("Mul", [states, graph.Add("Unsqueeze", [valid, graph.Constant(2)])]);
        return graph.Add("Transpose", [masked], ("perm", new long[] { 1, 0, 2 }));
    }
}
