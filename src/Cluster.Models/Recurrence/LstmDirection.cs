using TorchSharp.Modules;
using static TorchSharp.torch;

namespace Cluster.Models.Recurrence;

/// <summary>LSTM, computed by oneDNN's fused kernel.</summary>
/// <remarks>Hochreiter and Schmidhuber 1997, https://doi.org/10.1162/neco.1997.9.8.1735, with the forget gate of Gers et al. 2000.</remarks>
internal sealed class LstmDirection : RecurrentDirection
{
    private readonly LSTM _lstm;

    public LstmDirection(int inputs, int units)
        : this(nn.LSTM(inputs, units), units)
    {
    }

    private LstmDirection(LSTM lstm, int units)
        : base(lstm, units, states: 2)
    {
        _lstm = lstm;
    }

    public override Tensor Forward(Tensor input)
    {
        (Tensor states, _, _) = _lstm.call(input);
        return states;
    }

    protected override Tensor[] Step(Tensor fromInput, Tensor fromState, Tensor[] state)
    {
        Tensor[] gates = (fromInput + fromState).chunk(4, 1);
        Tensor cell = gates[1].sigmoid() * state[1] + gates[0].sigmoid() * gates[2].tanh();
        return [gates[3].sigmoid() * cell.tanh(), cell];
    }
}
