using System.Runtime.InteropServices;

namespace Cluster.Client.Commands;

/// <summary>Ctrl-C and SIGTERM: the first asks the command to end in order, the second ends it at once.</summary>
internal sealed class Interrupts : IDisposable
{
    private readonly CancellationTokenSource _cancel = new();
    private readonly PosixSignalRegistration[] _registrations;

    /// <summary>Begins to listen.</summary>
    public Interrupts()
    {
        _registrations =
        [
            PosixSignalRegistration.Create(PosixSignal.SIGINT, Handle),
            PosixSignalRegistration.Create(PosixSignal.SIGTERM, Handle),
        ];
    }

    /// <summary>Cancelled by the first signal.</summary>
    public CancellationToken Token => _cancel.Token;

    /// <summary>Stops listening.</summary>
    public void Dispose()
    {
        foreach (PosixSignalRegistration registration in _registrations)
            registration.Dispose();
        _cancel.Dispose();
    }

    private void Handle(PosixSignalContext signal)
    {
        if (_cancel.IsCancellationRequested)
            Environment.Exit(ExitCode.Interrupted);
        signal.Cancel = true;
        _cancel.Cancel();
    }
}
