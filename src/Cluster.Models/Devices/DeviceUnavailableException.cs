namespace Cluster.Models.Devices;

/// <summary>The device that was asked for is not there, or cannot be used. The message is one sentence that says why.</summary>
public sealed class DeviceUnavailableException : Exception
{
    /// <summary>Says nothing yet.</summary>
    public DeviceUnavailableException()
    {
    }

    /// <summary>Says why.</summary>
    /// <param name="message">One sentence for the person who set the machine up.</param>
    public DeviceUnavailableException(string message)
        : base(message)
    {
    }

    /// <summary>Says why, with what was thrown beneath.</summary>
    /// <param name="message">One sentence for the person who set the machine up.</param>
    /// <param name="innerException">What was thrown.</param>
    public DeviceUnavailableException(string message, Exception innerException)
        : base(message, innerException)
    {
    }
}
