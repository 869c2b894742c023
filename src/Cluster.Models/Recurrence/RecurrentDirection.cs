using Cluster.Models.Replicas;
using Cluster.Training.Layers;
using TorchSharp;
using static TorchSharp.torch;

namespace Cluster.Models.Recurrence;

/// <summary>
/// A recurrent layer in one direction over padded sequences, from a zero state: by PyTorch's own module, whose weights become views of
/// the flat vector, or step by step where that module can't do what is asked.
/// </summary>
/// <param name="module">PyTorch's layer: one layer, one direction, time first.</param>
/// <param name="units">H.</param>
/// <param name="states">Vectors that a step hands to the next: the state itself, and what else the cell keeps.</param>
internal abstract class RecurrentDirection(nn.Module module, int units, int states) : IDisposable
{
    private static readonly string[] Names = ["weight_ih_l0", "weight_hh_l0", "bias_ih_l0", "bias_hh_l0"];

    /// <summary>weight_ih [G H, D], weight_hh [G H, H], bias_ih [G H], and bias_hh [G H] if the layer trains it.</summary>
    public IReadOnlyList<Tensor> Parameters { get; private set; } = [];

    /// <summary>Makes the module's parameters views of the flat vector. Without a shape of its own the second bias stays zero.</summary>
    public void Bind(IReadOnlyList<ParameterShape> shapes, ParameterVector parameters)
    {
        if (parameters.Place.type != DeviceType.CPU) module.to(parameters.Place);
        Parameters = [.. Names.Take(shapes.Count).Select(name => module.get_parameter(name)!)];
        foreach ((Tensor parameter, ParameterShape shape) in Parameters.Zip(shapes)) parameters.Bind(parameter, shape.Name);

        // Keras has one bias. The second one of PyTorch must exist for the fused kernel, so it stays zero.
        foreach (string name in Names.Skip(shapes.Count))
        {
            Tensor frozen = module.get_parameter(name)!;
            frozen.requires_grad = false;
            ParameterVector.Clear(frozen);
        }
    }

    /// <summary>
    /// [T, B, D] to the state after every step, [T, B, H]. Steps after a sequence's end hold numbers that no valid step
    /// depends on, and no one reads them.
    /// </summary>
    public abstract Tensor Forward(Tensor input);

    /// <summary>The same step by step, with a mask [B, H] on what the gates see of the state before, the same at every step.</summary>
    public Tensor Forward(Tensor input, Tensor mask)
    {
        Tensor? secondBias = Parameters.Count > 3 ? Parameters[3] : null;
        Tensor[] fromInput = nn.functional.linear(input, Parameters[0], Parameters[2]).unbind(0);
        Tensor[] state = [.. Enumerable.Range(0, states).Select(_ => zeros(input.shape[1], units, device: input.device))];
        var after = new Tensor[fromInput.Length];
        for (int t = 0; t < fromInput.Length; t++)
        {
            state = Step(fromInput[t], nn.functional.linear(state[0] * mask, Parameters[1], secondBias), state);
            after[t] = state[0];
        }

        return stack(after, 0);
    }

    public void Dispose() => module.Dispose();

    /// <summary>One step of the equations.</summary>
    /// <param name="fromInput">W x + b, [B, G H].</param>
    /// <param name="fromState">U h, plus the second bias if there is one, [B, G H].</param>
    /// <param name="state">The vectors before, [B, H] each; the state itself is the first.</param>
    /// <returns>The vectors after.</returns>
    protected abstract Tensor[] Step(Tensor fromInput, Tensor fromState, Tensor[] state);
}
