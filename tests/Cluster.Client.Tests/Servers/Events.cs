using Cluster.V1;
using Google.Protobuf.WellKnownTypes;

namespace Cluster.Client.Tests.Servers;

/// <summary>Events of a job that starts at noon and makes a step of 32 examples every half second.</summary>
internal static class Events
{
    public static readonly DateTimeOffset Noon = new(2026, 1, 2, 12, 0, 0, TimeSpan.Zero);

    public static JobEvent State(long sequence, Job.Types.State state, string message = "") => new()
    {
        Sequence = sequence,
        Time = Timestamp.FromDateTimeOffset(Noon),
        StateChanged = new StateChanged { State = state, Message = message },
    };

    public static JobEvent Step(long sequence, int step, int epoch = 0, double loss = 1, double accuracy = 0.5) => new()
    {
        Sequence = sequence,
        Time = Timestamp.FromDateTimeOffset(Noon.AddSeconds(0.5 * step)),
        StepCompleted = new StepCompleted
        {
            Step = step,
            Epoch = epoch,
            Loss = loss,
            Accuracy = accuracy,
            Examples = 32,
            Seconds = 0.5,
            Workers = 1,
        },
    };

    public static JobEvent Epoch(long sequence, int epoch, int step, double accuracy) => new()
    {
        Sequence = sequence,
        Time = Timestamp.FromDateTimeOffset(Noon.AddSeconds(0.5 * step)),
        EpochCompleted = new EpochCompleted { Epoch = epoch, Step = step, Metrics = { ["validation/accuracy"] = accuracy, ["validation/f1_macro"] = 0 } },
    };

    public static JobEvent Heartbeat() => new() { Heartbeat = new Heartbeat { HeadSequence = 2 } };
}
