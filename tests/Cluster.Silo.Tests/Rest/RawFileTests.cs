using System.Net;
using System.Net.Http.Headers;
using System.Text;
using System.Text.Json;
using Cluster.Silo.Tests.Servers;
using Cluster.V1;
using Google.Protobuf;

namespace Cluster.Silo.Tests.Rest;

/// <summary>Files as plain bytes, as curl and every other program moves them.</summary>
public sealed class RawFileTests(RestSilo rest) : IClassFixture<RestSilo>
{
    [Fact]
    public async Task A_file_that_comes_in_two_parts_becomes_a_dataset()
    {
        byte[] content = Encoding.UTF8.GetBytes("text,label\n" + string.Concat(Enumerable.Range(0, 100_000).Select(i => $"word {i},{i % 2}\n")));
        string path = $"/v1/uploads/{RunningSilo.DigestOf(content)}";
        int part = 300_000;

        JsonElement first = await rest.Caller.Uploaded($"{path}?size={content.Length}", content[..part]);
        Assert.Equal(("300000", false), (first.GetProperty("received").GetString(), first.GetProperty("complete").GetBoolean()));
        Assert.Equal("300000", (await rest.Caller.Good(HttpMethod.Get, path)).GetProperty("received").GetString());
        JsonElement last = await rest.Caller.Uploaded($"{path}?offset={part}", content[part..]);
        Assert.Equal(($"{content.Length}", true), (last.GetProperty("received").GetString(), last.GetProperty("complete").GetBoolean()));

        var file = new DatasetFile { Name = "words.csv", Size = content.Length, Sha256 = RunningSilo.DigestOf(content) };
        await rest.Caller.Good(HttpMethod.Post, "/v1/datasets", JsonFormatter.Default.Format(new CreateDatasetRequest { Name = "put", Files = { file } }));
        JsonElement preview = await rest.Caller.Good(HttpMethod.Get, "/v1/datasets/put:preview?rows=1");
        Assert.Contains("word 0", preview.GetRawText(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_body_may_be_larger_than_messages_are_and_need_not_tell_its_length()
    {
        // Kestrel's own limit is 30 MB.
        byte[] content = new byte[33 << 20];
        using var body = new StreamContent(new MemoryStream(content));
        body.Headers.ContentLength = null;
        using var request = new HttpRequestMessage(HttpMethod.Put, $"/v1/uploads/{RunningSilo.DigestOf(content)}?size={content.Length}") { Content = body };
        request.Headers.TransferEncodingChunked = true;
        using HttpResponseMessage answer = await rest.Caller.Send(request);
        Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
        Assert.Contains("\"complete\": true", await answer.Content.ReadAsStringAsync(TimeLimit.Token), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_file_that_is_there_need_not_be_sent_again()
    {
        byte[] content = new byte[5 << 20];
        content[0] = 7;
        string path = $"/v1/uploads/{RunningSilo.DigestOf(content)}";
        await rest.Caller.Uploaded(path, content);
        Assert.True((await rest.Caller.Uploaded(path, content)).GetProperty("complete").GetBoolean());
        // Not even the first byte is looked at.
        Assert.True((await rest.Caller.Uploaded($"{path}?size={content.Length}", [])).GetProperty("complete").GetBoolean());
    }

    [Fact]
    public async Task A_file_of_a_model_is_fetched_whole_or_from_any_byte_on()
    {
        Job job = await rest.Silo.Train(SharedSilo.Spec("fetched"));
        Model model = await rest.Silo.Models.GetModelAsync(new GetModelRequest { Id = job.Id }, cancellationToken: TimeLimit.Token);
        ModelFile file = model.Files.Single(file => file.Name == "model.safetensors");
        string path = $"/v1/models/{job.Id}/raw/{file.Name}";

        using HttpResponseMessage whole = await rest.Caller.Get(path);
        byte[] content = await whole.Content.ReadAsByteArrayAsync(TimeLimit.Token);
        Assert.Equal((HttpStatusCode.OK, file.Sha256), (whole.StatusCode, RunningSilo.DigestOf(content)));
        Assert.Equal($"\"{file.Sha256}\"", whole.Headers.ETag?.Tag);
        using HttpResponseMessage rests = await rest.Caller.Get(path, request => request.Headers.Range = new RangeHeaderValue(10, null));
        Assert.Equal(HttpStatusCode.PartialContent, rests.StatusCode);
        Assert.Equal(content[10..], await rests.Content.ReadAsByteArrayAsync(TimeLimit.Token));
        using HttpResponseMessage piece = await rest.Caller.Get(path, request => request.Headers.Range = new RangeHeaderValue(3, 4));
        Assert.Equal(content[3..5], await piece.Content.ReadAsByteArrayAsync(TimeLimit.Token));
        using HttpResponseMessage beyond = await rest.Caller.Get(path, request => request.Headers.Range = new RangeHeaderValue(content.Length, null));
        Assert.Equal(HttpStatusCode.RequestedRangeNotSatisfiable, beyond.StatusCode);
        using HttpResponseMessage known = await rest.Caller.Get(path, request => request.Headers.IfNoneMatch.Add(whole.Headers.ETag!));
        Assert.Equal(HttpStatusCode.NotModified, known.StatusCode);
        using var head = new HttpRequestMessage(HttpMethod.Head, path);
        using HttpResponseMessage size = await rest.Caller.Send(head);
        Assert.Equal((HttpStatusCode.OK, content.Length), (size.StatusCode, size.Content.Headers.ContentLength));
    }

    [Theory]
    [InlineData("nope", HttpStatusCode.BadRequest, "INVALID_ARGUMENT", "sha256: must be a SHA-256 in lower-case hex")]
    [InlineData("#?size=9000000000", HttpStatusCode.TooManyRequests, "FILE_TOO_LARGE", "the file has 9000000000 bytes; this server takes at most 8589934592")]
    [InlineData("#?offset=5&size=100", HttpStatusCode.BadRequest, "WRONG_OFFSET", "the data begins at byte 5, but only 0 bytes are there")]
    [InlineData("#?size=2", HttpStatusCode.BadRequest, "INVALID_ARGUMENT", "offset: the data must end within the 2 bytes of the file")]
    [InlineData("#?offset=-1", HttpStatusCode.BadRequest, "INVALID_ARGUMENT", "offset: must be a number of bytes")]
    [InlineData("#?ofset=1", HttpStatusCode.BadRequest, "INVALID_ARGUMENT", "ofset: is nothing that the address can give here")]
    public async Task Uploads_that_are_wrong_are_told_as_those_of_gRPC_are(string path, HttpStatusCode status, string reason, string sentence)
    {
        using var request = new HttpRequestMessage(HttpMethod.Put, $"/v1/uploads/{path.Replace("#", new string('0', 64), StringComparison.Ordinal)}");
        request.Content = new ByteArrayContent("other"u8.ToArray());
        Assert.Equal((status, reason, sentence), await rest.Caller.Refused(request));
    }

    [Fact]
    public async Task A_file_with_another_digest_is_not_kept()
    {
        string path = $"/v1/uploads/{new string('1', 64)}";
        using var request = new HttpRequestMessage(HttpMethod.Put, path) { Content = new ByteArrayContent("other"u8.ToArray()) };
        (HttpStatusCode status, string reason, _) = await rest.Caller.Refused(request);
        Assert.Equal((HttpStatusCode.InternalServerError, "DIGEST_MISMATCH"), (status, reason));
        Assert.Equal("0", (await rest.Caller.Good(HttpMethod.Get, path)).GetProperty("received").GetString());
    }

    [Theory]
    [InlineData("/v1/models/nope/raw/config.json", "MODEL_NOT_FOUND", "there is no model 'nope'")]
    [InlineData("/v1/models/nope/raw/config.json?offset=3", "INVALID_ARGUMENT", "offset: is nothing that the address can give here")]
    public async Task Downloads_of_what_is_not_there_are_told_as_those_of_gRPC_are(string path, string reason, string sentence)
    {
        (_, string given, string said) = await rest.Caller.Bad(HttpMethod.Get, path);
        Assert.Equal((reason, sentence), (given, said));
    }

    [Fact]
    public async Task A_page_of_another_site_is_not_allowed_to_put_a_file()
    {
        // What a browser asks before it sends a PUT to another site: only an answer with this header lets it.
        using var request = new HttpRequestMessage(HttpMethod.Options, $"/v1/uploads/{new string('0', 64)}");
        request.Headers.Add("Origin", "http://evil.example");
        request.Headers.Add("Access-Control-Request-Method", "PUT");
        using HttpResponseMessage answer = await rest.Caller.Send(request);
        Assert.Equal((false, false), (answer.IsSuccessStatusCode, answer.Headers.Contains("Access-Control-Allow-Origin")));
    }
}
