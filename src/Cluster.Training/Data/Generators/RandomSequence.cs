using Cluster.Training.Randomness;
using Cluster.V1;

namespace Cluster.Training.Data.Generators;

/// <summary>Makes one example of <see cref="RandomSequences"/>.</summary>
internal sealed class RandomSequence
{
    /// <summary>Half the width of the noise around a class's center; centers lie in [-1, 1).</summary>
    private const double Noise = 0.5;

    private readonly GeneratorSpec _settings;
    private readonly DataShape _shape;
    private readonly int _length;
    private CounterRandom _random;

    public RandomSequence(GeneratorSpec settings, DataShape shape, int index)
    {
        _settings = settings;
        _shape = shape;
        _random = new CounterRandom(RandomKey.Of(RandomKey.Data, settings.Seed, (ulong)index));
        _length = settings.MinLength + _random.NextInt(settings.Length - settings.MinLength + 1);
    }

    private int TargetSteps => !_shape.TargetPerStep ? 1 : _settings.TargetSteps > 0 ? _settings.TargetSteps : _length;

    /// <summary>The example.</summary>
    public EncodedExample Make() => _shape.Target == TargetKind.Class ? MakeClassified() : MakeMeasured();

    private EncodedExample MakeClassified()
    {
        int[] classes = new int[TargetSteps];
        for (int i = 0; i < classes.Length; i++) classes[i] = _random.NextInt(_shape.Outputs);
        int[]? tokens = _shape.Features == 0 ? new int[_length] : null;
        float[]? features = tokens is null ? new float[_length * _shape.Features] : null;
        for (int step = 0; step < _length; step++)
        {
            // Where targets and steps are not one to one, the targets share the steps in order.
            int target = classes[(int)((long)step * classes.Length / _length)];
            if (tokens is not null)
                tokens[step] = _random.NextInt(2) == 0 ? target % _shape.VocabularySize : _random.NextInt(_shape.VocabularySize);
            for (int f = 0; f < _shape.Features; f++)
                features![step * _shape.Features + f] = (float)(Center(target, f) + Noise * (2 * _random.NextDouble() - 1));
        }

        return new EncodedExample(_length, tokens, features, classes, Values: null);
    }

    private EncodedExample MakeMeasured()
    {
        int[]? tokens = _shape.Features == 0 ? new int[_length] : null;
        float[]? features = tokens is null ? new float[_length * _shape.Features] : null;
        for (int i = 0; i < tokens?.Length; i++) tokens[i] = _random.NextInt(_shape.VocabularySize);
        for (int i = 0; i < features?.Length; i++) features[i] = (float)(2 * _random.NextDouble() - 1);
        float[] values = new float[TargetSteps * _shape.Outputs];
        for (int target = 0; target < TargetSteps; target++)
        {
            int seen = (int)Math.Max(1, (long)(target + 1) * _length / TargetSteps);
            for (int k = 0; k < _shape.Outputs; k++)
                values[target * _shape.Outputs + k] = tokens is null ? Mean(features!, k, seen) : Share(tokens, k, seen);
        }

        return new EncodedExample(_length, tokens, features, Classes: null, values);
    }

    /// <summary>The same for all examples of a seed.</summary>
    private double Center(int target, int feature) =>
        2 * new CounterRandom(RandomKey.Of(RandomKey.Data, _settings.Seed, ulong.MaxValue, (ulong)target, (ulong)feature)).NextDouble() - 1;

    private float Mean(float[] features, int k, int steps)
    {
        double sum = 0;
        for (int step = 0; step < steps; step++) sum += features[step * _shape.Features + k % _shape.Features];
        return (float)(sum / steps);
    }

    private float Share(int[] tokens, int k, int steps) =>
        (float)((double)tokens.AsSpan(0, steps).Count(k % _shape.VocabularySize) / steps);
}
