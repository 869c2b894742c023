using Cluster.Training.Artifacts;
using Cluster.Training.Data;
using Cluster.Training.Data.Texts;
using Cluster.V1;

namespace Cluster.Training.Inference;

/// <summary>Turns what someone asks about into what a model's network reads: cut and numbered as in training, scaled as in training.</summary>
internal sealed class InputEncoder(LoadedModel model)
{
    private readonly LoadedModel _model = model;
    private readonly DataShape _shape = model.Network.Data;

    /// <summary>Encodes one input; the targets of the example mean nothing.</summary>
    /// <returns>The example, and its tokens if it has any.</returns>
    /// <exception cref="InvalidDataException">The model can't read it; the message is for the user.</exception>
    public (EncodedExample Example, string[] Tokens) Encode(PredictionInput input)
    {
        if (_shape.Features > 0) return (Numbers(input), []);
        if (input.Numbers.Count > 0) throw new InvalidDataException("The model reads texts, not numbers.");
        Field text = input.Tokens.Count > 0 ? Field.Of([.. input.Tokens]) : new Field(input.Text);
        // Words are turned to lower case as in training; what is below words is as it must be already.
        bool ready = text.Items is not null && _model.Spec.Tokens.Level != TokenSpec.Types.Level.Word;
        string[] tokens = ready ? [.. input.Tokens.Take(_model.Spec.Tokens.MaxLength)] : _model.Tokenize(text);
        int[] ids = ready ? Array.ConvertAll(tokens, _model.Vocabulary.IdOf) : _model.Encode(text);
        return (Example(ids.Length, ids, null) with { Letters = _model.Spell(text) }, tokens);
    }

    private EncodedExample Numbers(PredictionInput input)
    {
        if (input.Text.Length > 0 || input.Tokens.Count > 0) throw new InvalidDataException("The model reads sequences of numbers, not texts.");
        int count = input.Numbers.Count, window = _model.Input.Window;
        if (count == 0) throw new InvalidDataException("There are no numbers.");
        if (count % _shape.Features != 0) throw new InvalidDataException($"{count} numbers are no whole steps of {_shape.Features}.");
        if (window > 0 && count != window * _shape.Features)
            throw new InvalidDataException($"There are {count / _shape.Features} steps, but the model reads {window}.");
        float[] features = new float[count];
        for (int i = 0; i < count; i++)
        {
            features[i] = _model.Scaling?.Scale(i % _shape.Features, input.Numbers[i]) ?? (float)input.Numbers[i];
            if (!float.IsFinite(features[i])) throw new InvalidDataException($"Number {i + 1} is not finite, or too large.");
        }

        return Example(count / _shape.Features, null, features);
    }

    private EncodedExample Example(int length, int[]? tokens, float[]? features)
    {
        int repeated = _model.Network.Layers[^1].Output.Steps;
        int targets = !_shape.TargetPerStep ? 1 : repeated > 0 ? repeated : length;
        return _shape.Target == TargetKind.Class
            ? new EncodedExample(length, tokens, features, new int[targets], Values: null)
            : new EncodedExample(length, tokens, features, Classes: null, new float[targets * _shape.Outputs]);
    }
}
