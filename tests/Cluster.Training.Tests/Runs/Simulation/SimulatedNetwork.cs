using Cluster.Training.Workers;

namespace Cluster.Training.Tests.Runs.Simulation;

/// <summary>Carries calls between processes, and may lose, repeat, delay and reorder what it carries.</summary>
internal sealed class SimulatedNetwork(SimulatedWorld world)
{
    private readonly List<SimulatedSilo> _silos = [];
    private readonly List<(SimulatedSilo To, Action Fail)> _pending = [];
    private readonly List<(SimulatedSilo From, Action Fail)> _pulls = [];

    /// <summary>Chance that a message is lost.</summary>
    public double Loss { get; set; }

    /// <summary>Chance that a call arrives twice.</summary>
    public double Repeat { get; set; }

    /// <summary>Chance that a message takes up to two seconds.</summary>
    public double Delay { get; set; }

    /// <summary>Chance that a pull breaks in the middle.</summary>
    public double Cut { get; set; }

    public IReadOnlyList<SimulatedSilo> Silos => _silos;

    public void Add(SimulatedSilo silo) => _silos.Add(silo);

    /// <summary>How long a message takes.</summary>
    public TimeSpan Travel() => world.Chance(Delay) ? world.Between(5, 2000) : world.Between(0.1, 2);

    /// <summary>Ends a silo's process: its connections break at once, calls to it hang until the cluster gives it up.</summary>
    public void Kill(SimulatedSilo silo)
    {
        silo.Process.Kill();
        foreach ((SimulatedSilo from, Action fail) in _pulls.ToList())
        {
            if (from == silo) fail();
        }

        _pulls.RemoveAll(pull => pull.From == silo);
    }

    /// <summary>Remembers what happens to a pull if the silo that it pulls from is killed.</summary>
    public void Pulling(SimulatedSilo from, Action fail) => _pulls.Add((from, fail));

    /// <summary>The cluster gives a silo up: whoever waits for it is told.</summary>
    public void Declare(SimulatedSilo dead)
    {
        dead.IsMember = false;
        foreach ((SimulatedSilo to, Action fail) in _pending.ToList())
        {
            if (to == dead) fail();
        }

        _pending.RemoveAll(call => call.To == dead);
    }

    /// <summary>Calls a silo.</summary>
    /// <param name="from">Who calls.</param>
    /// <param name="to">Who is called.</param>
    /// <param name="serve">What the called one does.</param>
    /// <param name="limit">When the caller stops waiting.</param>
    /// <param name="cancel">Tells both to stop.</param>
    public Task<T> Call<T>(SimulatedProcess from, SimulatedSilo to, Func<CancellationToken, Task<T>> serve, TimeSpan limit, CancellationToken cancel)
    {
        var answer = new TaskCompletionSource<T>();
        var stop = new CancellationTokenSource();
        cancel.Register(() =>
        {
            if (answer.TrySetCanceled(cancel)) world.After(Travel(), () => to.Process.Do(stop.Cancel));
        });
        void Lose(string cause) => from.Do(() => answer.TrySetException(new WorkerLostException(to.Name, cause)));
        ScheduledAction timer = world.After(limit, () => Lose("it did not answer in time"));
        _pending.Add((to, () => Lose("its silo is gone")));
        int copies = world.Chance(Loss) ? 0 : world.Chance(Repeat) ? 2 : 1;
        for (int i = 0; i < copies; i++) world.After(Travel(), Deliver);
        return answer.Task;

        void Deliver()
        {
            if (to.Process.IsDead || !to.IsMember)
            {
                // A call just after a crash is refused, or nothing comes back until the silo is declared dead.
                if (!to.IsMember || world.Chance(0.5)) world.After(Travel(), () => Lose("it cannot be reached"));
                return;
            }

            to.Process.Do(() => _ = Serve());
        }

        async Task Serve()
        {
            Action reply;
            try
            {
                T result = await serve(stop.Token);
                reply = () => answer.TrySetResult(result);
            }
            catch (Exception error)
            {
                reply = () => answer.TrySetException(new WorkerLostException(to.Name, error.Message));
            }

            if (world.Chance(Loss)) return;
            timer.CallOff();
            world.After(Travel(), () => from.Do(reply));
        }
    }
}
