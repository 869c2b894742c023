using TorchSharp.Modules;
using static TorchSharp.torch;

namespace Cluster.Models.Recurrence;

/// <summary>Plain recurrent layer with tanh.</summary>
/// <remarks>Elman 1990, https://doi.org/10.1207/s15516709cog1402_1.</remarks>
internal sealed class SimpleRnnDirection : RecurrentDirection
{
    private readonly RNN _rnn;

    public SimpleRnnDirection(int inputs, int units)
        : this(nn.RNN(inputs, units), units)
    {
    }

    private SimpleRnnDirection(RNN rnn, int units)
        : base(rnn, units, states: 1)
    {
        _rnn = rnn;
    }

    public override Tensor Forward(Tensor input)
    {
        (Tensor states, _) = _rnn.call(input);
        return states;
    }

    protected override Tensor[] Step(Tensor fromInput, Tensor fromState, Tensor[] state) => [(fromInput + fromState).tanh()];
}
