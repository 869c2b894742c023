namespace Cluster.Training.Tests.Runs.Simulation;

/// <summary>Does harm to a cluster at random moments, and in the end stops: from then on one silo lives and messages arrive.</summary>
internal sealed class Adversary(SimulatedCluster cluster)
{
    private readonly SimulatedWorld _world = cluster.World;

    /// <summary>When the last harm is over.</summary>
    public TimeSpan Over { get; private set; }

    /// <summary>Chooses what will happen.</summary>
    public void Prepare()
    {
        int silos = _world.Random.Next(1, 5);
        for (int i = 0; i < silos; i++) cluster.AddSilo(_world.Random.Next(1, 4));
        cluster.StartCoordinator();
        int faults = _world.Random.Next(0, 7);
        TimeSpan at = TimeSpan.Zero;
        for (int i = 0; i < faults; i++)
        {
            at += _world.Between(0, 700);
            _world.After(at, Harm);
        }

        Over = at + TimeSpan.FromSeconds(15);
        _world.After(Over, Relent);
    }

    private void Harm()
    {
        if (cluster.Running.Count == 0) return;
        SimulatedSilo victim = cluster.Running[_world.Random.Next(cluster.Running.Count)];
        switch (_world.Random.Next(10))
        {
            case 0: KillSilo(victim); break;
            case 1: cluster.Pause(victim, _world.Between(100, 10_000)); break;
            case 2: cluster.AddSilo(_world.Random.Next(1, 4)); break;
            case 3: KillCoordinator(); break;
            case 4: PauseCoordinator(); break;
            case 5: DisturbMessages(); break;
            case 6: BlockDataPlane(victim); break;
            case 7: KillAll(); break;
            case 8: SlowDown(victim); break;
            default: LoseCheckpoint(); break;
        }
    }

    private void KillSilo(SimulatedSilo victim)
    {
        cluster.Kill(victim);
        if (_world.Chance(0.7)) _world.After(_world.Between(100, 3000), () => cluster.AddSilo(_world.Random.Next(1, 4)));
    }

    private void KillCoordinator()
    {
        cluster.Tell("the coordinator is killed");
        cluster.Coordinator!.Process.Kill();
        _world.After(_world.Between(100, 5000), cluster.StartCoordinator);
    }

    private void PauseCoordinator()
    {
        SimulatedCoordinator stale = cluster.Coordinator!;
        cluster.Tell("the coordinator is stopped");
        stale.Process.Pause();
        _world.After(_world.Between(500, 6000), cluster.StartCoordinator);
        _world.After(_world.Between(300, 10_000), () =>
        {
            cluster.Tell("a stopped coordinator goes on");
            stale.Process.Resume();
        });
    }

    private void DisturbMessages()
    {
        cluster.Tell("messages are lost, repeated, delayed and cut");
        SimulatedNetwork network = cluster.Network;
        (network.Loss, network.Repeat, network.Delay, network.Cut) =
            (_world.Random.NextDouble() * 0.1, _world.Random.NextDouble() * 0.5, _world.Random.NextDouble() * 0.3, _world.Random.NextDouble() * 0.2);
        _world.After(_world.Between(200, 5000), CalmMessages);
    }

    private void CalmMessages()
    {
        cluster.Tell("messages arrive again");
        SimulatedNetwork network = cluster.Network;
        (network.Loss, network.Repeat, network.Delay, network.Cut) = (0, 0, 0, 0);
    }

    private void BlockDataPlane(SimulatedSilo victim)
    {
        cluster.Tell($"the data plane of {victim.Name} is blocked");
        victim.IsDataPlaneBlocked = true;
        _world.After(_world.Between(200, 8000), () => victim.IsDataPlaneBlocked = false);
    }

    private void SlowDown(SimulatedSilo victim)
    {
        cluster.Tell($"{victim.Name} is ten times slower");
        victim.Slowness = 10;
        if (_world.Chance(0.5)) _world.After(_world.Between(1000, 20_000), () => victim.Slowness = 1);
    }

    private void KillAll()
    {
        cluster.Tell("everything is killed");
        foreach (SimulatedSilo silo in cluster.Running) cluster.Kill(silo);
        cluster.Coordinator!.Process.Kill();
        int silos = _world.Random.Next(1, 4);
        _world.After(_world.Between(100, 3000), () =>
        {
            for (int i = 0; i < silos; i++) cluster.AddSilo(_world.Random.Next(1, 4));
            cluster.StartCoordinator();
        });
    }

    private void LoseCheckpoint()
    {
        if (cluster.Log.Checkpoints.Count == 0) return;
        cluster.Tell("a checkpoint is lost");
        cluster.Blobs.Delete(cluster.Log.Checkpoints[_world.Random.Next(cluster.Log.Checkpoints.Count)].Sha256);
    }

    private void Relent()
    {
        CalmMessages();
        foreach (SimulatedSilo silo in cluster.Network.Silos) silo.IsDataPlaneBlocked = false;
        if (cluster.Running.Count == 0) cluster.AddSilo();
        if (!cluster.Coordinator!.Process.IsRunning) cluster.StartCoordinator();
    }
}
