using System.Runtime.InteropServices;

namespace Cluster.EndToEnd.Tests.Programs;

/// <summary>Signals to one process.</summary>
internal static partial class Signals
{
    private const int Interrupt = 2;
    private const int KillAtOnce = 9;
    private const int Terminate = 15;
    private const int Continue = 18;
    private const int StopAtOnce = 19;

    /// <summary>What Ctrl-C sends.</summary>
    public static void SendInterrupt(int pid) => _ = Send(pid, Interrupt);

    /// <summary>Asks a process to end.</summary>
    public static void SendTerminate(int pid) => _ = Send(pid, Terminate);

    /// <summary>Ends a process as a power cut does; nothing happens if it is gone.</summary>
    public static void SendKill(int pid) => _ = Send(pid, KillAtOnce);

    /// <summary>Holds a process, which does not notice; its connections stay open.</summary>
    public static void SendStop(int pid) => _ = Send(pid, StopAtOnce);

    /// <summary>Lets a process that was held go on.</summary>
    public static void SendContinue(int pid) => _ = Send(pid, Continue);

    [LibraryImport("libc", EntryPoint = "kill")]
    private static partial int Send(int pid, int signal);
}
