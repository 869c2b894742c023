using System.Net;
using System.Net.Http.Headers;
using System.Security.Cryptography;
using Cluster.Grains.Hosting;
using Cluster.Grains.Workers;
using Cluster.Silo.DataPlane;
using Cluster.Silo.Tests.FrontDoor;
using Cluster.Silo.Tests.Servers;
using Cluster.Training.Blobs;
using Cluster.V1;
using Microsoft.Extensions.DependencyInjection;

namespace Cluster.Silo.Tests.DataPlane;

/// <summary>Silos that share no blobs.</summary>
public sealed class OwnStoreTests
{
    [Fact]
    public async Task What_was_pushed_to_one_silo_trains_on_three_to_the_same_bits_as_on_one()
    {
        string alone;
        await using (OwnStores one = await OwnStores.Start(1))
        {
            await one[0].Push("words", false, ("words.csv", DatasetTests.Records("word")));
            alone = (await one[0].Train(DatasetTests.Spec("words"))).WeightsSha256;
        }

        await using OwnStores three = await OwnStores.Start(3);
        Dataset pushed = await three[0].Push("words", false, ("words.csv", DatasetTests.Records("word")));
        string sha256 = pushed.Source.Files[0].Sha256;
        Assert.True(three.Has(0, sha256) && (three.Has(1, sha256) || three.Has(2, sha256)), "there is no second copy");
        JobSpec spec = DatasetTests.Spec("words");
        spec.Workers.Min = 3;

        Job job = await three[1].Train(spec);

        Assert.Equal((Job.Types.State.Succeeded, ""), (job.State, job.Message));
        Assert.Equal(alone, job.WeightsSha256);
        Assert.All(Enumerable.Range(0, 3), silo => Assert.True(three.Has(silo, sha256)));
        foreach (RunningSilo silo in three.Silos)
        {
            Model model = await silo.Models.GetModelAsync(new GetModelRequest { Id = job.Id }, cancellationToken: TimeLimit.Token);
            Assert.Equal(model.Files[0].Sha256, RunningSilo.DigestOf(await silo.Download(job.Id, "model.safetensors")));
        }
    }

    [Fact]
    public async Task A_silo_fetches_from_another_holder_when_one_is_damaged_and_when_one_is_lost()
    {
        await using OwnStores silos = await OwnStores.Start(3);
        byte[] content = RandomNumberGenerator.GetBytes(700_000);
        var blob = new Blob(RunningSilo.DigestOf(content), content.Length);
        await silos[0].Upload(content);
        await Fetch(silos[1], blob);

        // silo-0 is asked first, and sends a wrong byte.
        byte[] damaged = [.. content];
        damaged[400_000] ^= 1;
        await File.WriteAllBytesAsync(silos.PathOf(0, blob.Sha256), damaged, TimeLimit.Token);
        await Fetch(silos[2], blob);
        Assert.Equal(content, await File.ReadAllBytesAsync(silos.PathOf(2, blob.Sha256), TimeLimit.Token));

        silos.Forget(2, blob.Sha256);
        await silos[0].Kill();
        await Fetch(silos[2], blob);
        Assert.Equal(content, await File.ReadAllBytesAsync(silos.PathOf(2, blob.Sha256), TimeLimit.Token));
    }

    [Fact]
    public async Task A_job_whose_files_nobody_has_fails_and_says_which_one()
    {
        await using OwnStores silos = await OwnStores.Start(2);
        Dataset pushed = await silos[0].Push("lost", false, ("lost.csv", DatasetTests.Records("word")));
        silos.Forget(0, pushed.Source.Files[0].Sha256);
        silos.Forget(1, pushed.Source.Files[0].Sha256);

        Job job = await silos[0].Train(DatasetTests.Spec("lost"));

        Assert.Equal((Job.Types.State.Failed, "DATA_MISSING"), (job.State, job.Reason));
        Assert.Equal("The file lost.csv cannot be had: no silo that lives has it.", job.Message);
    }

    [Fact]
    public async Task Files_of_a_removed_dataset_stay_until_no_unfinished_job_needs_them()
    {
        await using OwnStores silos = await OwnStores.Start(1);
        RunningSilo silo = silos[0];
        Dataset pushed = await silo.Push("gone", false, ("gone.csv", DatasetTests.Records("word")));
        string sha256 = pushed.Source.Files[0].Sha256;
        int gate = silo.Gates.NewGate();
        Job job = await silo.Create(DatasetTests.Spec("gone", gate));
        await silo.Gates.Reached(gate);
        await silo.Datasets.DeleteDatasetAsync(new DeleteDatasetRequest { Name = "gone" }, cancellationToken: TimeLimit.Token);
        var sweep = silo.Services.GetRequiredService<BlobSweep>();

        await sweep.Sweep(TimeSpan.FromMinutes(5));
        await sweep.Sweep(TimeSpan.Zero);
        Assert.True(silos.Has(0, sha256));
        silo.Gates.Open(gate);
        await silo.Watch(job.Id);
        await sweep.Sweep(TimeSpan.FromMinutes(5));
        Assert.True(silos.Has(0, sha256));
        await sweep.Sweep(TimeSpan.Zero);

        Assert.False(silos.Has(0, sha256));
        Assert.Equal(Job.Types.State.Succeeded, (await silo.Get(job.Id)).State);
    }

    [Fact]
    public async Task Blobs_are_served_whole_and_in_ranges_to_those_who_know_the_secret()
    {
        await using OwnStores silos = await OwnStores.Start(1);
        byte[] content = RandomNumberGenerator.GetBytes(1000);
        string sha256 = RunningSilo.DigestOf(content);
        await silos[0].Upload(content);
        using var client = new HttpClient { BaseAddress = new Uri(silos[0].Services.GetRequiredService<SiloIdentity>().DataPlane) };

        Assert.Equal(HttpStatusCode.Unauthorized, (await client.GetAsync(new Uri($"/blobs/{sha256}", UriKind.Relative), TimeLimit.Token)).StatusCode);
        client.DefaultRequestHeaders.Add(DataPlaneToken.Header, silos[0].Services.GetRequiredService<DataPlaneToken>().Value);
        Assert.Equal(content, await client.GetByteArrayAsync(new Uri($"/blobs/{sha256}", UriKind.Relative), TimeLimit.Token));
        client.DefaultRequestHeaders.Range = new RangeHeaderValue(990, null);
        HttpResponseMessage rest = await client.GetAsync(new Uri($"/blobs/{sha256}", UriKind.Relative), TimeLimit.Token);
        Assert.Equal(HttpStatusCode.PartialContent, rest.StatusCode);
        Assert.Equal(content[990..], await rest.Content.ReadAsByteArrayAsync(TimeLimit.Token));
        foreach (string other in new[] { RunningSilo.DigestOf([]), "..%2Fpartial", "x" })
            Assert.Equal(HttpStatusCode.NotFound, (await client.GetAsync(new Uri($"/blobs/{other}", UriKind.Relative), TimeLimit.Token)).StatusCode);
    }

    private static Task Fetch(RunningSilo silo, Blob blob) => silo.Services.GetRequiredService<BlobFetcher>().Fetch(blob, TimeLimit.Token);
}
