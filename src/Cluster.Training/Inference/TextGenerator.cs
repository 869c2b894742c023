using Cluster.Training.Artifacts;
using Cluster.Training.Data;
using Cluster.Training.Data.Texts;
using Cluster.Training.Randomness;
using Cluster.Training.Replicas;
using Cluster.V1;

namespace Cluster.Training.Inference;

/// <summary>A trained language model in use: goes on with a text, token by token, each chosen one becoming the next input.</summary>
public sealed class TextGenerator : IDisposable
{
    private readonly LoadedModel _model;
    private readonly IReplica _replica;
    private readonly int _end;

    private TextGenerator(LoadedModel model, IReplica replica)
    {
        _model = model;
        _replica = replica;
        _end = model.Vocabulary.IdOf(Vocabulary.End);
    }

    /// <summary>Builds the network and loads its weights.</summary>
    /// <param name="model">The model's files.</param>
    /// <param name="replicas">Builds replicas on the device.</param>
    /// <exception cref="InvalidDataException">The model is for another task, or its weights are damaged or of another network.</exception>
    public static TextGenerator Load(LoadedModel model, IReplicaFactory replicas)
    {
        if (model.Spec.Task != JobSpec.Types.Task.Generation) throw new InvalidDataException("The model is not for GENERATION.");
        return new TextGenerator(model, model.CreateReplica(replicas));
    }

    /// <summary>Goes on with a text. The same request gives the same text in one numeric class.</summary>
    /// <param name="prompt">What the text begins with; may be empty.</param>
    /// <param name="length">Most tokens to add; at least 1.</param>
    /// <param name="temperature">Logits are divided by it; 0 always takes the most probable token.</param>
    /// <param name="seed">Fixes the choices.</param>
    /// <param name="cancel">Gives up.</param>
    /// <exception cref="InvalidDataException">The prompt is not valid Unicode.</exception>
    public async Task<GeneratedText> Generate(string prompt, int length, float temperature, uint seed, CancellationToken cancel)
    {
        // The prompt is read as a whole: only examples in training are cut.
        List<int> tokens = [_end, .. _model.Tokenizer.Encode(new Field(prompt), int.MaxValue, _model.Vocabulary)];
        int known = tokens.Count;
        var choice = new TokenChoice(temperature, new CounterRandom(RandomKey.Of(RandomKey.Generation, seed)), _model.Vocabulary.Wordless);
        while (tokens.Count - known < length)
        {
            float[] logits = await LastLogits([.. tokens], cancel);
            int next = choice.Choose(logits);
            if (next == _end) return Text(GeneratedText.Types.StopReason.EndOfText);
            tokens.Add(next);
        }

        return Text(GeneratedText.Types.StopReason.Length);

        GeneratedText Text(GeneratedText.Types.StopReason reason)
        {
            string text = _model.Tokenizer.Continue(prompt, tokens[known..], _model.Vocabulary);
            return new GeneratedText { Text = text, Tokens = tokens.Count - known, StopReason = reason };
        }
    }

    /// <inheritdoc/>
    public void Dispose() => _replica.Dispose();

    /// <summary>What may follow the last of some tokens; the whole text is read again, so there is no state that could be wrong.</summary>
    private async Task<float[]> LastLogits(int[] tokens, CancellationToken cancel)
    {
        var targets = new BatchTargets(tokens.Length, [tokens.Length], new int[tokens.Length], Values: null);
        var batch = new SequenceBatch(tokens.Length, [tokens.Length], tokens, Features: null, targets, DropoutKey: 0);
        float[] logits = await _replica.Infer(batch, cancel);
        return logits[^_model.Network.Data.Outputs..];
    }
}
