using System.Collections.Immutable;
using System.Threading.Channels;

namespace Cluster.Silo.Tests.Membership;

/// <summary>A cluster of silos that do not exist; takes verdicts on them, or fails as a test says.</summary>
internal sealed class ScriptedMembership(params (int Port, SiloStatus Status)[] silos) : IClusterMembershipService
{
    private readonly Channel<SiloAddress> _killed = Channel.CreateUnbounded<SiloAddress>();
    private readonly Queue<Exception> _failures = [];

    /// <summary>Silos declared dead, in order.</summary>
    public ChannelReader<SiloAddress> Killed => _killed.Reader;

    public ClusterMembershipSnapshot CurrentSnapshot { get; } = new(
        silos.ToImmutableDictionary(
            silo => Rows.Address(silo.Port), silo => new ClusterMember(Rows.Address(silo.Port), silo.Status, $"silo-{silo.Port}")),
        new MembershipVersion(1));

    public IAsyncEnumerable<ClusterMembershipSnapshot> MembershipUpdates => throw new NotSupportedException();

    /// <summary>Lets a verdict fail.</summary>
    public void Fail(Exception error) => _failures.Enqueue(error);

    public ValueTask Refresh(MembershipVersion minimumVersion = default, CancellationToken cancellationToken = default) =>
        throw new NotSupportedException();

    public Task<bool> TryKill(SiloAddress siloAddress)
    {
        _killed.Writer.TryWrite(siloAddress);
        return _failures.TryDequeue(out Exception? failure) ? Task.FromException<bool>(failure) : Task.FromResult(true);
    }
}
