namespace Cluster.Models.Runtime;

/// <summary>libtorch does not load on this machine. The message is one sentence that says what is missing.</summary>
public sealed class TorchLoadException : Exception
{
    /// <summary>Says nothing yet.</summary>
    public TorchLoadException()
    {
    }

    /// <summary>Says why.</summary>
    /// <param name="message">One sentence for the person who set the machine up.</param>
    public TorchLoadException(string message)
        : base(message)
    {
    }

    /// <summary>Says why, with the loader's own words beneath.</summary>
    /// <param name="message">One sentence for the person who set the machine up.</param>
    /// <param name="innerException">What the loader threw.</param>
    public TorchLoadException(string message, Exception innerException)
        : base(message, innerException)
    {
    }
}
