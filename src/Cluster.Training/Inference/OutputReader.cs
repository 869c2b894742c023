using Cluster.Training.Artifacts;
using Cluster.Training.Data;
using Cluster.V1;

namespace Cluster.Training.Inference;

/// <summary>Says what the outputs of a model's network mean: classes with probabilities, or numbers in the units of the data.</summary>
internal sealed class OutputReader(LoadedModel model)
{
    private readonly DataShape _shape = model.Network.Data;
    private readonly int _width = model.Network.Layers[^1].Output.Size;

    /// <summary>Names of the predicted numbers of one step; empty if classes are predicted.</summary>
    public IReadOnlyList<string> ValueNames { get; } = NamesOf(model);

    /// <summary>Describes the outputs for one input.</summary>
    /// <param name="outputs">Outputs of the valid steps, or of the sequence.</param>
    /// <param name="tokens">Tokens of the input; empty if it has none.</param>
    /// <param name="top">Most classes to return, at least 1.</param>
    public Prediction Describe(ReadOnlySpan<float> outputs, string[] tokens, int top)
    {
        var prediction = new Prediction();
        if (_shape.Target == TargetKind.Values) AddValues(prediction, outputs);
        else if (_shape.TargetPerStep) AddTags(prediction, outputs, tokens);
        else AddClasses(prediction, Probabilities(outputs), top);
        return prediction;
    }

    private void AddValues(Prediction prediction, ReadOnlySpan<float> outputs)
    {
        for (int i = 0; i < outputs.Length; i++)
            prediction.Values.Add(model.Scaling?.Unscale(i % _width, outputs[i]) ?? outputs[i]);
    }

    private void AddTags(Prediction prediction, ReadOnlySpan<float> outputs, string[] tokens)
    {
        for (int step = 0; step < outputs.Length / _width; step++)
        {
            double[] probabilities = Probabilities(outputs.Slice(step * _width, _width));
            int best = Array.IndexOf(probabilities, probabilities.Max());
            prediction.Tokens.Add(new TaggedToken
            {
                Token = step < tokens.Length ? tokens[step] : "",
                Label = model.Labels[best],
                Probability = probabilities[best],
            });
        }
    }

    private void AddClasses(Prediction prediction, double[] probabilities, int top)
    {
        prediction.Classes.Add(Enumerable.Range(0, probabilities.Length)
            .OrderByDescending(label => probabilities[label])
            .Take(top)
            .Select(label => new ClassProbability { Label = model.Labels[label], Probability = probabilities[label] }));
        (prediction.Label, prediction.Probability) = (prediction.Classes[0].Label, prediction.Classes[0].Probability);
    }

    /// <summary>Softmax; a single output x means logits 0 and x of two classes.</summary>
    private static double[] Probabilities(ReadOnlySpan<float> outputs)
    {
        ReadOnlySpan<float> logits = outputs.Length == 1 ? [0, outputs[0]] : outputs;
        double[] values = new double[logits.Length];
        double largest = double.NegativeInfinity, sum = 0;
        foreach (float logit in logits) largest = Math.Max(largest, logit);
        for (int i = 0; i < values.Length; i++) sum += values[i] = Math.Exp(logits[i] - largest);
        for (int i = 0; i < values.Length; i++) values[i] /= sum;
        return values;
    }

    private static IReadOnlyList<string> NamesOf(LoadedModel model)
    {
        if (model.Network.Data.Target == TargetKind.Class) return [];
        return model.Scaling is { } scaling
            ? [.. scaling.Targets.Distinct().Select(column => scaling.Columns[column])]
            : [.. Enumerable.Range(1, model.Network.Data.Outputs).Select(number => FormattableString.Invariant($"value_{number}"))];
    }
}
