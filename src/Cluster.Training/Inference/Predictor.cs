using Cluster.Training.Artifacts;
using Cluster.Training.Data;
using Cluster.Training.Replicas;
using Cluster.V1;

namespace Cluster.Training.Inference;

/// <summary>A trained model in use: texts or numbers in, what they mean out. Any number of callers at a time.</summary>
public sealed class Predictor : IDisposable
{
    private readonly IReplica _replica;
    private readonly InferenceQueue _queue;
    private readonly InputEncoder _inputs;
    private readonly OutputReader _outputs;

    private Predictor(LoadedModel model, IReplica replica)
    {
        _replica = replica;
        _queue = new InferenceQueue(model.Network, replica);
        _inputs = new InputEncoder(model);
        _outputs = new OutputReader(model);
    }

    /// <summary>Names of the predicted numbers of one step; empty if classes are predicted.</summary>
    public IReadOnlyList<string> ValueNames => _outputs.ValueNames;

    /// <summary>Builds the network and loads its weights.</summary>
    /// <param name="model">The model's files.</param>
    /// <param name="replicas">Builds replicas on the device.</param>
    /// <exception cref="InvalidDataException">The weights are damaged or of another network.</exception>
    public static Predictor Load(LoadedModel model, IReplicaFactory replicas) => new(model, model.CreateReplica(replicas));

    /// <summary>Predicts from some inputs.</summary>
    /// <param name="inputs">The inputs; at least one.</param>
    /// <param name="top">Classes returned for each, at least 1; only where the sequence as a whole has a class.</param>
    /// <returns>One prediction for each input, in order.</returns>
    /// <exception cref="InputException">The model can't read an input.</exception>
    public async Task<IReadOnlyList<Prediction>> Predict(IReadOnlyList<PredictionInput> inputs, int top)
    {
        var encoded = new (EncodedExample Example, string[] Tokens)[inputs.Count];
        for (int i = 0; i < encoded.Length; i++) encoded[i] = Encode(inputs[i], i);
        float[][] outputs = await _queue.Infer(Array.ConvertAll(encoded, input => input.Example));
        return [.. outputs.Select((own, i) => _outputs.Describe(own, encoded[i].Tokens, top))];
    }

    /// <inheritdoc/>
    public void Dispose() => _replica.Dispose();

    private (EncodedExample Example, string[] Tokens) Encode(PredictionInput input, int index)
    {
        try
        {
            return _inputs.Encode(input);
        }
        catch (InvalidDataException error)
        {
            throw new InputException(index, error.Message);
        }
    }
}
