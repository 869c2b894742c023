using System.Net;
using System.Text.Json;
using Cluster.Silo.Tests.Servers;
using Cluster.V1;
using Google.Protobuf;

namespace Cluster.Silo.Tests.Rest;

public sealed class RestTests(RestSilo rest) : IClassFixture<RestSilo>
{
    [Fact]
    public async Task A_job_is_made_followed_and_its_model_fetched_by_plain_requests()
    {
        string spec = JsonFormatter.Default.Format(SharedSilo.Spec("rest"));
        JsonElement made = await rest.Caller.Good(HttpMethod.Post, "/v1/jobs", $$"""{"spec": {{spec}}}""");
        string id = made.GetProperty("id").GetString()!;
        Assert.StartsWith("rest-", id, StringComparison.Ordinal);

        (HttpStatusCode status, string lines) = await rest.Caller.Send(HttpMethod.Get, $"/v1/jobs/{id}/events?afterSequence=0");
        Assert.Equal(HttpStatusCode.OK, status);
        JobEvent[] events = [.. lines.Split('\n', StringSplitOptions.RemoveEmptyEntries).Select(JobEvent.Parser.ParseJson).Where(happened => happened.Sequence > 0)];
        Assert.Equal(Enumerable.Range(1, events.Length), events.Select(happened => (int)happened.Sequence));
        Assert.Equal(Job.Types.State.Succeeded, events[^1].StateChanged.State);

        JsonElement job = await rest.Caller.Good(HttpMethod.Get, $"/v1/jobs/{id}");
        Assert.Equal("SUCCEEDED", job.GetProperty("state").GetString());
        // 64-bit numbers are texts in protobuf's JSON.
        Assert.Equal(JsonValueKind.String, job.GetProperty("progress").GetProperty("step").ValueKind);
        JsonElement model = await rest.Caller.Good(HttpMethod.Get, $"/v1/models/{id}");
        JsonElement file = model.GetProperty("files").EnumerateArray().Single(file => file.GetProperty("name").GetString() == "model.safetensors");
        (_, string chunks) = await rest.Caller.Send(HttpMethod.Get, $"/v1/models/{id}/files/model.safetensors");
        byte[] content = [.. chunks.Split('\n', StringSplitOptions.RemoveEmptyEntries).SelectMany(line => DownloadModelResponse.Parser.ParseJson(line).Data)];
        Assert.Equal(file.GetProperty("sha256").GetString(), RunningSilo.DigestOf(content));
    }

    [Theory]
    [InlineData("GET", "/v1/jobs/nope", null, HttpStatusCode.NotFound, "JOB_NOT_FOUND", "there is no job 'nope'")]
    [InlineData("POST", "/v1/jobs/nope:cancel", "{}", HttpStatusCode.NotFound, "JOB_NOT_FOUND", "there is no job 'nope'")]
    [InlineData("GET", "/v1/jobs/nope/events", null, HttpStatusCode.NotFound, "JOB_NOT_FOUND", "there is no job 'nope'")]
    [InlineData("GET", "/v1/models/nope", null, HttpStatusCode.NotFound, "MODEL_NOT_FOUND", "there is no model 'nope'")]
    [InlineData("GET", "/v1/datasets/team/nope", null, HttpStatusCode.NotFound, "DATASET_NOT_FOUND", "there is no dataset 'team/nope'")]
    [InlineData("POST", "/v1/models/nope:predict", """{"texts": [""]}""", HttpStatusCode.BadRequest, "INVALID_ARGUMENT", "texts[0]: is empty")]
    [InlineData("POST", "/v1/jobs", """{"spec": {"epochz": 3}}""", HttpStatusCode.BadRequest, "INVALID_ARGUMENT", "body: Unknown field: epochz")]
    [InlineData("GET", "/v1/jobs?pagesize=3", null, HttpStatusCode.BadRequest, "INVALID_ARGUMENT", "pagesize: is no field of ListJobsRequest that the address can give")]
    [InlineData("POST", "/v1/jobs?validateOnly=true", "{}", HttpStatusCode.BadRequest, "INVALID_ARGUMENT", "validateOnly: is no field of CreateJobRequest that the address can give")]
    public async Task Errors_say_what_is_wrong_as_those_of_gRPC_do(string method, string path, string? body, HttpStatusCode status, string reason, string sentence) =>
        Assert.Equal((status, reason, sentence), await rest.Caller.Bad(new HttpMethod(method), path, body));

    [Fact]
    public async Task A_bad_spec_is_answered_with_all_its_violations()
    {
        (HttpStatusCode status, string text) = await rest.Caller.Send(
            HttpMethod.Post, "/v1/jobs", """{"spec": {"task": "CLASSIFICATION", "data": {"dataset": "builtin/language-names"}, "training": {"epochs": -1}}}""");
        JsonElement[] details = [.. JsonDocument.Parse(text).RootElement.GetProperty("details").EnumerateArray()];
        Assert.Equal((HttpStatusCode.BadRequest, "INVALID_SPEC"), (status, details[0].GetProperty("reason").GetString()));
        string?[] fields = [.. details[1].GetProperty("fieldViolations").EnumerateArray().Select(violation => violation.GetProperty("field").GetString())];
        Assert.Contains("training.epochs", fields);
        Assert.True(fields.Length > 1, text);
    }

    [Fact]
    public async Task A_job_that_has_ended_cannot_be_cancelled()
    {
        Job job = await rest.Silo.Train(SharedSilo.Spec("ended"));
        (HttpStatusCode status, string reason, _) = await rest.Caller.Bad(HttpMethod.Post, $"/v1/jobs/{job.Id}:cancel", "{}");
        Assert.Equal((HttpStatusCode.BadRequest, "JOB_ENDED"), (status, reason));
    }

    [Fact]
    public async Task Names_of_datasets_may_have_slashes()
    {
        await rest.Silo.Push("team/words", replace: false, ("words.csv", "text,label\na,b\n"));
        Assert.Equal("team/words", (await rest.Caller.Good(HttpMethod.Get, "/v1/datasets/team/words")).GetProperty("name").GetString());
        JsonElement preview = await rest.Caller.Good(HttpMethod.Get, "/v1/datasets/team/words:preview?rows=1");
        Assert.NotEmpty(preview.EnumerateObject());
        await rest.Caller.Good(HttpMethod.Delete, "/v1/datasets/team/words");
        Assert.Equal(HttpStatusCode.NotFound, (await rest.Caller.Send(HttpMethod.Get, "/v1/datasets/team/words")).Status);
    }

    [Fact]
    public async Task A_page_of_another_site_reaches_nothing_by_giving_its_name_this_address() =>
        Assert.Equal((HttpStatusCode.Forbidden, "FOREIGN_HOST"), await ReasonFor("evil.example"));

    [Fact]
    public async Task A_form_of_another_site_starts_nothing()
    {
        // Browsers send these types without asking the server first.
        foreach (string type in (string[])["text/plain", "application/x-www-form-urlencoded", "multipart/form-data; boundary=a"])
        {
            using var client = new HttpClient();
            using var content = new StringContent($$"""{"spec": {{JsonFormatter.Default.Format(SharedSilo.Spec("form"))}}}""");
            content.Headers.ContentType = System.Net.Http.Headers.MediaTypeHeaderValue.Parse(type);
            using HttpResponseMessage answer = await client.PostAsync(new Uri($"{rest.Silo.Rest}/v1/jobs"), content, TimeLimit.Token);
            Assert.False(answer.IsSuccessStatusCode, type);
        }

        Assert.DoesNotContain((await rest.Silo.Jobs.ListJobsAsync(new ListJobsRequest(), cancellationToken: TimeLimit.Token)).Jobs, job => job.Spec.Name == "form");
    }

    [Fact]
    public async Task A_body_above_four_megabytes_is_refused()
    {
        (HttpStatusCode status, string reason, _) = await rest.Caller.Bad(HttpMethod.Post, "/v1/jobs", $$"""{"requestId": "{{new string('a', 5 << 20)}}"}""");
        Assert.Equal((HttpStatusCode.BadRequest, "INVALID_ARGUMENT"), (status, reason));
    }

    [Fact]
    public async Task Each_port_serves_what_it_is_for()
    {
        Assert.Equal(HttpStatusCode.NotFound, (await rest.Caller.Send(HttpMethod.Post, "/cluster.v1.JobService/ListJobs", "{}")).Status);
        using var client = new HttpClient { DefaultRequestVersion = HttpVersion.Version20, DefaultVersionPolicy = HttpVersionPolicy.RequestVersionExact };
        using HttpResponseMessage answer = await client.GetAsync(new Uri($"http://{rest.Silo.Channel.Target}/v1/jobs"), TimeLimit.Token);
        Assert.Equal(HttpStatusCode.NotFound, answer.StatusCode);
    }

    private async Task<(HttpStatusCode Status, string Reason)> ReasonFor(string host)
    {
        (HttpStatusCode status, string reason, _) = await rest.Caller.Bad(HttpMethod.Get, "/v1/jobs", host: host);
        return (status, reason);
    }
}
