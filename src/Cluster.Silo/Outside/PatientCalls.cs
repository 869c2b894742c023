using System.Reflection;
using Cluster.Grains.Workers;

namespace Cluster.Silo.Outside;

/// <summary>
/// A front door's calls to grains. Orleans does not tell those outside the cluster that the silo of a pending call was lost, so the call
/// is given up when any silo is: it may have been that one. What failed in passing is tried again, if a repeat does no harm.
/// </summary>
internal sealed class PatientCalls(LivingSilos silos, TimeProvider time) : IOutgoingGrainCallFilter
{
    /// <summary>How long a call is repeated: a lost silo's grains are elsewhere within that time.</summary>
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(8);

    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(250);

    public async Task Invoke(IOutgoingGrainCallContext context)
    {
        // How the loss of a silo is noticed cannot wait for itself, and Orleans' own calls are its own affair.
        if (context.Grain is ISiloDirectoryGrain || context.InterfaceMethod.DeclaringType?.Assembly != typeof(ISiloDirectoryGrain).Assembly)
        {
            await context.Invoke();
            return;
        }

        bool once = context.InterfaceMethod.GetCustomAttribute<OnceOnlyAttribute>() is not null;
        for (long began = time.GetTimestamp(); ;)
        {
            await UnlessLost(context.Invoke());
            // A failure is an answer here; whoever made the call gets it as an exception.
            if (once || context.Response?.Exception is not { } error || !IsInPassing(error) || time.GetElapsedTime(began) >= Patience) return;
            await Task.Delay(Pause, time);
        }
    }

    private async Task UnlessLost(Task call)
    {
        Task lost = silos.NextLoss;
        if (await Task.WhenAny(call, lost) != call)
        {
            // The context belongs to the call that is still pending, so it cannot be used again: the client repeats.
            _ = call.ContinueWith(late => late.Exception, CancellationToken.None, TaskContinuationOptions.OnlyOnFaulted, TaskScheduler.Default);
            throw new TimeoutException("a silo was lost while its answer was awaited");
        }

        await call;
    }

    // A timeout has taken long enough.
    private static bool IsInPassing(Exception error) =>
        error is SiloUnavailableException or OrleansMessageRejectionException or Orleans.Runtime.Messaging.ConnectionFailedException;
}
