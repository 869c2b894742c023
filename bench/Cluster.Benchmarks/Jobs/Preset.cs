namespace Cluster.Benchmarks.Jobs;

/// <summary>A network of a known size and the data it is trained on: a tagger of embedding, bidirectional LSTMs and a dense layer.</summary>
/// <param name="Name">Its name on the command line.</param>
/// <param name="Vocabulary">Token ids.</param>
/// <param name="Embedding">Numbers of an embedded token.</param>
/// <param name="Hidden">Units of an LSTM in each direction.</param>
/// <param name="Layers">LSTM layers.</param>
/// <param name="Classes">Classes to tell apart.</param>
/// <param name="Sequences">Sequences in the batch of a worker.</param>
/// <param name="Length">Tokens of a sequence.</param>
/// <param name="WarmUp">First steps of a round, which do not count.</param>
/// <param name="Steps">Steps of a round that count; a round then takes a few seconds.</param>
internal sealed record Preset(
    string Name, int Vocabulary, int Embedding, int Hidden, int Layers, int Classes, int Sequences, int Length, int WarmUp, int Steps)
{
    /// <summary>All presets, smallest first.</summary>
    public static IReadOnlyList<Preset> All { get; } =
    [
        new("small", 10_000, 64, 64, 1, 17, 32, 32, 1500, 400),
        new("base", 10_000, 128, 256, 1, 17, 32, 64, 60, 40),
        new("large", 10_000, 256, 512, 2, 17, 32, 64, 3, 8),
    ];

    /// <summary>
    /// Arithmetic of training on one token: a multiplication and an addition for each weight of the LSTMs and the dense layer in the
    /// forward pass, and twice as much in the backward pass. What is done once for each value, such as tanh, is not counted.
    /// </summary>
    public double FlopsPerToken
    {
        get
        {
            double weights = 2.0 * Hidden * Classes;
            for (int layer = 0; layer < Layers; layer++)
                weights += 2.0 * 4 * Hidden * ((layer == 0 ? Embedding : 2 * Hidden) + Hidden);
            return 3 * 2 * weights;
        }
    }

    /// <summary>The preset of a name.</summary>
    public static Preset Of(string name) => All.Single(preset => preset.Name == name);
}
