using Cluster.Models.Forwards;
using Cluster.Models.Replicas;
using Cluster.Training.Layers;
using Cluster.Training.Randomness;
using static TorchSharp.torch;

namespace Cluster.Models.Recurrence;

/// <summary>One direction of a recurrent layer with its dropout: one mask for the input and one for the state, the same at every step.</summary>
/// <remarks>Gal and Ghahramani 2016, https://arxiv.org/abs/1512.05287.</remarks>
internal sealed class DroppedDirection : IDisposable
{
    private const ulong OfInput = 1;
    private const ulong OfState = 2;
    private readonly RecurrentSettings _settings;
    private readonly RecurrentDirection _direction;
    private readonly ulong _layer;
    private readonly ulong _reverse;

    /// <summary>Takes the parameters of one direction.</summary>
    /// <param name="settings">The layer's settings.</param>
    /// <param name="inputs">D.</param>
    /// <param name="shapes">The direction's parameters.</param>
    /// <param name="parameters">The replica's parameters.</param>
    /// <param name="layer">The layer's position in the network: part of the masks' keys.</param>
    /// <param name="reverse">Whether it is the second direction of a layer: part of the masks' keys.</param>
    public DroppedDirection(
        RecurrentSettings settings, int inputs, IReadOnlyList<ParameterShape> shapes, ParameterVector parameters, ulong layer, bool reverse)
    {
        _settings = settings;
        _direction = DirectionTable.Create(settings, inputs, shapes, parameters);
        _layer = layer;
        _reverse = reverse ? 1UL : 0;
    }

    /// <summary>Trainable parameters in the order of their names in PyTorch.</summary>
    public IReadOnlyList<Tensor> Parameters => _direction.Parameters;

    /// <summary>[T, B, D] to the state after every step, [T, B, H]. Steps after a sequence's end mean nothing.</summary>
    /// <param name="input">The sequences, in the order in which they are read.</param>
    /// <param name="key">Key of the batch's masks; null outside training.</param>
    public Tensor Forward(Tensor input, ulong? key)
    {
        if (key is not { } drawn) return _direction.Forward(input);
        if (_settings.Dropout > 0) input = input * Mask(drawn, OfInput, _settings.Dropout, input, input.shape[2]);
        return _settings.RecurrentDropout > 0
            ? _direction.Forward(input, Mask(drawn, OfState, _settings.RecurrentDropout, input, _settings.Units))
            : _direction.Forward(input);
    }

    public void Dispose() => _direction.Dispose();

    private Tensor Mask(ulong key, ulong purpose, float rate, Tensor input, long size) =>
        DropoutMask.Of([input.shape[1], size], rate, RandomKey.Of(RandomKey.Dropout, key, _layer, purpose, _reverse), input.device);
}
