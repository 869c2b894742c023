using TorchSharp.Modules;
using static TorchSharp.torch;

namespace Cluster.Models.Recurrence;

/// <summary>GRU whose reset gate acts after the recurrent product, gates in the order r, z, n.</summary>
/// <remarks>Cho et al. 2014, https://doi.org/10.3115/v1/D14-1179, in the form of cuDNN, Keras' reset_after and PyTorch.</remarks>
internal sealed class GruDirection : RecurrentDirection
{
    private readonly GRU _gru;

    public GruDirection(int inputs, int units)
        : this(nn.GRU(inputs, units), units)
    {
    }

    private GruDirection(GRU gru, int units)
        : base(gru, units, states: 1)
    {
        _gru = gru;
    }

    public override Tensor Forward(Tensor input)
    {
        (Tensor states, _) = _gru.call(input);
        return states;
    }

    protected override Tensor[] Step(Tensor fromInput, Tensor fromState, Tensor[] state)
    {
        Tensor[] x = fromInput.chunk(3, 1);
        Tensor[] h = fromState.chunk(3, 1);
        Tensor reset = (x[0] + h[0]).sigmoid();
        Tensor update = (x[1] + h[1]).sigmoid();
        Tensor candidate = (x[2] + reset * h[2]).tanh();
        return [candidate + update * (state[0] - candidate)];
    }
}
