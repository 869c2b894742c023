using Cluster.V1;
using Microsoft.Extensions.Logging;

namespace Cluster.Grains.Jobs;

public sealed partial class CoordinatorGrain
{
    private static readonly Func<ILogger, string, IDisposable?> JobScope = LoggerMessage.DefineScope<string>("job {Job}");

    [LoggerMessage(Level = LogLevel.Information, Message = "Job {Job} is left to another silo")]
    private partial void LogLeft(string job);

    [LoggerMessage(Level = LogLevel.Error, Message = "Job {Job} broke")]
    private partial void LogBroken(Exception error, string job);

    [LoggerMessage(Level = LogLevel.Information, Message = "Job {Job} ended: {State} {Reason} {Message}")]
    private partial void LogEnded(string job, Job.Types.State state, string reason, string message);

    [LoggerMessage(Level = LogLevel.Warning, Message = "Job {Job}: worker {Worker} was not released: {Cause}")]
    private partial void LogNotReleased(string job, string worker, string cause);

    [LoggerMessage(Level = LogLevel.Warning, Message = "The record of job {Job} could not be written")]
    private partial void LogNotPersisted(Exception error, string job);

    [LoggerMessage(Level = LogLevel.Warning, Message = "An event of job {Job} could not be written, trying again")]
    private partial void LogNotAppended(Exception error, string job);
}
