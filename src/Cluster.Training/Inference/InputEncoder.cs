using Cluster.Training.Artifacts;
using Cluster.Training.Data;
using Cluster.Training.Data.Texts;
using Cluster.V1;

namespace Cluster.Training.Inference;

/// <summary>Turns what someone asks about into what a model's network reads: cut and numbered as in training, scaled as in training.</summary>
internal sealed class InputEncoder
{
    private readonly LoadedModel _model;
    private readonly DataShape _shape;
    private readonly CharacterTokenizer _tokenizer;

    public InputEncoder(LoadedModel model)
    {
        (_model, _shape) = (model, model.Network.Data);
        _tokenizer = new CharacterTokenizer(model.Spec.Tokens?.MaxLength ?? 0);
    }

    /// <summary>Encodes one input; the targets of the example mean nothing.</summary>
    /// <returns>The example, and its tokens if it has any.</returns>
    /// <exception cref="InvalidDataException">The model can't read it; the message is for the user.</exception>
    public (EncodedExample Example, string[] Tokens) Encode(PredictionInput input)
    {
        if (_shape.Features > 0) return (Numbers(input), []);
        if (input.Numbers.Count > 0) throw new InvalidDataException("The model reads texts, not numbers.");
        string[] tokens = Tokens(input);
        if (tokens.Length == 0) throw new InvalidDataException("The text is empty.");
        return (Example(tokens.Length, Array.ConvertAll(tokens, _model.Vocabulary.IdOf), null), tokens);
    }

    // The one place that decides what the tokens of a text are.
    private string[] Tokens(PredictionInput input) => input.Tokens.Count > 0
        ? [.. input.Tokens.Take(_model.Spec.Tokens.MaxLength)]
        : _tokenizer.Tokenize(input.Text);

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
