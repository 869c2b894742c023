using Cluster.Silo.Hosting;
using Cluster.SlowLinks.Links;
using Cluster.V1;
using Grpc.Core;
using Grpc.Net.Client;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace Cluster.SlowLinks;

/// <summary>Trains a job on two silos of this process, one lane each, with or without links between them.</summary>
internal static class LinkedRun
{
    /// <summary>Trains a job to its end.</summary>
    /// <param name="spec">The job.</param>
    /// <param name="link">What the links are like; null for none.</param>
    public static async Task<Measured> Train(JobSpec spec, LinkSpeed? link)
    {
        DirectoryInfo data = Directory.CreateTempSubdirectory("cluster-slow-links-");
        using SiloLinks? links = link is null ? null : new SiloLinks(link, TimeProvider.System);
        var silos = new List<SiloHost>();
        try
        {
            for (int i = 0; i < 2; i++) silos.Add(await Start(data.FullName, i, links));
            using GrpcChannel channel = GrpcChannel.ForAddress(silos[0].FrontDoor);
            var jobs = new JobService.JobServiceClient(channel);
            Job job = await jobs.CreateJobAsync(new CreateJobRequest { Spec = spec });
            StepCompleted[] steps = await Watch(jobs, job.Id);
            job = await jobs.GetJobAsync(new GetJobRequest { Id = job.Id });
            if (job.State != Job.Types.State.Succeeded) throw new InvalidOperationException($"{job.State}: {job.Message}");
            StepCompleted[] counted = [.. steps.Skip(1)];
            return new Measured(
                counted.Select(step => step.Seconds).Order().ElementAt(counted.Length / 2),
                counted.Sum(step => step.Examples) / counted.Sum(step => step.Seconds),
                job.WeightsSha256);
        }
        finally
        {
            foreach (SiloHost silo in silos)
            {
                await silo.Stop();
                await silo.DisposeAsync();
            }

            data.Delete(recursive: true);
        }
    }

    private static Task<SiloHost> Start(string data, int number, SiloLinks? links)
    {
        SiloSettings settings = new SiloSettings { Data = data, Name = $"silo-{number}", Lanes = 1 }.Checked();
        return SiloHost.Start(settings, services =>
        {
            services.AddLogging(logging => logging.ClearProviders());
            services.AddTorchReplicas(settings);
            links?.Connect(services);
        });
    }

    private static async Task<StepCompleted[]> Watch(JobService.JobServiceClient jobs, string id)
    {
        using AsyncServerStreamingCall<JobEvent> call = jobs.WatchJob(new WatchJobRequest { Id = id });
        var steps = new List<StepCompleted>();
        await foreach (JobEvent happened in call.ResponseStream.ReadAllAsync())
        {
            if (happened.StepCompleted is { } step) steps.Add(step);
        }

        return [.. steps];
    }
}
