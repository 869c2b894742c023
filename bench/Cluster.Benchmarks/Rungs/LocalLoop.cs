using Cluster.Benchmarks.Jobs;
using Cluster.Models.Devices;
using Cluster.Training.Blobs;
using Cluster.Training.Exchange;
using Cluster.Training.Runs;
using Cluster.Training.Workers;
using Cluster.V1;

namespace Cluster.Benchmarks.Rungs;

/// <summary>The second rung: the whole trainer in one process, with one worker: one lane of a processor, or a GPU. No grains, no network.</summary>
internal static class LocalLoop
{
    /// <summary>Trains a job of the preset.</summary>
    public static async Task<RungSample> Run(Preset preset, JobSize size, DeviceName place, TimeProvider time, CancellationToken cancel)
    {
        JobSpec spec = PresetSpec.Of(preset, size, workers: 1);
        string directory = Directory.CreateTempSubdirectory("cluster-bench-").FullName;
        try
        {
            using var device = ReplicaDevice.Open(place, lanes: 1);
            var blobs = new BlobStore(directory);
            var fetcher = new BlobFetcher(blobs, new PartialBlobs(blobs, time), new LocalBlobPeers(), time);
            var surroundings = new WorkerSurroundings(device.Replicas, new LocalExchange(), blobs, fetcher, time);
            using var worker = new TrainingWorker(new WorkerIdentity("bench", "local", "local://"), spec, surroundings);
            var run = new TrainingRun(spec, new LocalWorkerGroup([worker]), new ResumePoint(0, 0, [], [], null, 0), time);
            return await Measure(run, preset, size, time, cancel);
        }
        finally
        {
            Directory.Delete(directory, recursive: true);
        }
    }

    private static async Task<RungSample> Measure(TrainingRun run, Preset preset, JobSize size, TimeProvider time, CancellationToken cancel)
    {
        using var large = new LargeAllocations();
        var steps = new List<(StepCompleted, DateTimeOffset)>(size.Steps + 1);
        long before = 0;
        await foreach (JobEvent happened in run.Run(cancel))
        {
            if (happened.StepCompleted is not { } step) continue;
            if (step.Step >= size.WarmUp) steps.Add((step, time.GetUtcNow()));
            if (step.Step == size.WarmUp)
            {
                large.Begin();
                before = GC.GetTotalAllocatedBytes(precise: true);
            }

            if (steps.Count > size.Steps) break;
        }

        long allocated = GC.GetTotalAllocatedBytes(precise: true) - before;
        return new RungSample(1, (long)size.Sequences * preset.Length, StepTime.Between(steps))
        {
            AllocatedBytes = (double)allocated / size.Steps,
            LargeBytes = (double)large.Bytes / size.Steps,
            LargeTypes = large.Types,
        };
    }
}
