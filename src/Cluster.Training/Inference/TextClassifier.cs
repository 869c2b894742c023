using Cluster.Training.Artifacts;
using Cluster.Training.Data;
using Cluster.Training.Data.Texts;
using Cluster.Training.Replicas;
using Cluster.V1;

namespace Cluster.Training.Inference;

/// <summary>A trained model in use: texts in, classes with probabilities out.</summary>
public sealed class TextClassifier : IDisposable
{
    private readonly LoadedModel _model;
    private readonly IReplica _replica;

    private TextClassifier(LoadedModel model, IReplica replica)
    {
        _model = model;
        _replica = replica;
    }

    /// <summary>Builds the network and loads its weights.</summary>
    /// <param name="model">The model's files.</param>
    /// <param name="replicas">Builds replicas on the device.</param>
    /// <exception cref="InvalidDataException">The weights are damaged or of another network.</exception>
    public static TextClassifier Load(LoadedModel model, IReplicaFactory replicas)
    {
        IReplica replica = replicas.Create(model.Network);
        try
        {
            model.CopyParameters(replica.Parameters);
            return new TextClassifier(model, replica);
        }
        catch
        {
            replica.Dispose();
            throw;
        }
    }

    /// <summary>Predicts the class of each text.</summary>
    /// <param name="texts">The texts; none may be empty.</param>
    /// <param name="top">Classes returned for each, at least 1.</param>
    /// <param name="cancel">Gives up.</param>
    /// <exception cref="InvalidDataException">The model reads numbers, or knows other tokens only; the message is for the user.</exception>
    public async Task<IReadOnlyList<Prediction>> Predict(IReadOnlyList<string> texts, int top, CancellationToken cancel)
    {
        if (_model.Network.Data.Features > 0) throw new InvalidDataException("The model reads sequences of numbers, not texts.");
        EncodedExample[] examples = [.. texts.Select(Encode)];
        var batches = new EvaluationBatches(new EncodedSplit(_model.Network.Data, examples));
        var predictions = new Prediction[texts.Count];
        await Task.WhenAll(Enumerable.Range(0, batches.Count).Select(async chunk =>
        {
            float[] logits = await _replica.Infer(batches.Batch(chunk), cancel);
            IReadOnlyList<int> rows = batches.Examples(chunk);
            for (int row = 0; row < rows.Count; row++)
                predictions[rows[row]] = Describe(logits.AsSpan(row * _model.Labels.Count, _model.Labels.Count), top);
        }));
        return predictions;
    }

    /// <inheritdoc/>
    public void Dispose() => _replica.Dispose();

    private EncodedExample Encode(string text)
    {
        var field = new Field(text);
        int[] tokens = _model.Encode(field);
        return new EncodedExample(tokens.Length, tokens, Features: null, Classes: [0], Values: null) { Letters = _model.Spell(field) };
    }

    private Prediction Describe(ReadOnlySpan<float> logits, int top)
    {
        double[] probabilities = Softmax(logits);
        var prediction = new Prediction();
        prediction.Classes.Add(Enumerable.Range(0, probabilities.Length)
            .OrderByDescending(label => probabilities[label])
            .Take(top)
            .Select(label => new ClassProbability { Label = _model.Labels[label], Probability = probabilities[label] }));
        (prediction.Label, prediction.Probability) = (prediction.Classes[0].Label, prediction.Classes[0].Probability);
        return prediction;
    }

    private static double[] Softmax(ReadOnlySpan<float> logits)
    {
        var values = new double[logits.Length];
        double largest = double.NegativeInfinity, sum = 0;
        foreach (float logit in logits) largest = Math.Max(largest, logit);
        for (int i = 0; i < values.Length; i++) sum += values[i] = Math.Exp(logits[i] - largest);
        for (int i = 0; i < values.Length; i++) values[i] /= sum;
        return values;
    }
}
