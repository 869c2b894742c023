namespace Cluster.Training.Inference;

/// <summary>A model can't read one of the inputs that it was given.</summary>
/// <param name="input">Which one, from 0.</param>
/// <param name="message">Why, in a sentence.</param>
public sealed class InputException(int input, string message) : Exception(message)
{
    /// <summary>Which input, from 0.</summary>
    public int Input => input;
}
