using Cluster.Silo.Hosting;
using Cluster.Silo.Tests.Servers;
using Cluster.SlowLinks.Links;
using Cluster.Training.Tests;
using Cluster.Training.Tests.Runs;
using Cluster.V1;

namespace Cluster.Silo.Tests.Links;

/// <summary>Rounds of local steps between silos whose links have 100 Mbit/s and 50 ms in each direction. bench/Cluster.SlowLinks measures the speed.</summary>
public sealed class SlowLinkTests
{
    private static readonly LinkSpeed Slow = new(100e6, TimeSpan.FromMilliseconds(50));

    [Fact]
    public async Task Slow_links_and_a_lost_silo_do_not_show_in_the_result()
    {
        JobSpec spec = Spec();
        string alone = (await Train(spec, silos: 1, link: null)).WeightsSha256;

        Assert.Equal(alone, (await Train(spec, silos: 1, Slow)).WeightsSha256);
        spec.Workers.Min = 3;
        Job killed = await Train(spec, silos: 3, Slow, kill: true);
        Assert.Equal(alone, killed.WeightsSha256);
        Assert.True(killed.Progress.BytesReceived > 0);
    }

    private static JobSpec Spec()
    {
        JobSpec spec = RunSpecs.Small(epochs: 3, shards: 6);
        // 8 steps an epoch: two rounds of four.
        spec.Training.Sync = new SyncSpec { LocalSteps = 4, Replicas = 3, Compress = SyncSpec.Types.Codec.Int4, Outer = new OuterSpec { Momentum = 0.5f } };
        return spec;
    }

    private static async Task<Job> Train(JobSpec spec, int silos, LinkSpeed? link, bool kill = false)
    {
        using var disk = new TemporaryDirectory();
        using SiloLinks? links = link is null ? null : new SiloLinks(link, TimeProvider.System);
        var running = new List<RunningSilo>();
        try
        {
            for (int i = 0; i < silos; i++) running.Add(await RunningSilo.Start(disk, new SiloSettings { Data = disk.Path, Name = $"silo-{i}" }, links));
            Job job = await running[0].Create(spec);
            if (kill)
            {
                await running[0].Until(job.Id, happened => happened.StepCompleted?.Step == 3);
                await running[2].Kill();
            }

            await running[0].Watch(job.Id);
            return await running[0].Get(job.Id);
        }
        finally
        {
            foreach (RunningSilo silo in running) await silo.DisposeAsync();
        }
    }
}
