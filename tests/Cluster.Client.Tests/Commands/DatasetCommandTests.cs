using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using Cluster.Client.Tests.Servers;
using Cluster.V1;
using Google.Rpc;
using Grpc.Core;

namespace Cluster.Client.Tests.Commands;

public sealed class DatasetCommandTests : IAsyncLifetime
{
    private const string Table = "text,label\nhello,ham\n";

    private static readonly string TableSha256 = Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(Table)));

    private readonly CommandRun _command = new();
    private readonly TemporaryFolder _folder = new();
    private TestServer _server = null!;

    public async ValueTask InitializeAsync()
    {
        _server = await TestServer.StartAsync();
        _command.Environment["CLUSTER_SERVER"] = _server.Url;
    }

    public async ValueTask DisposeAsync()
    {
        await _server.DisposeAsync();
        _folder.Dispose();
    }

    [Fact]
    public async Task A_file_is_pushed_under_its_own_name_and_a_second_push_sends_nothing()
    {
        string file = Write("SMS Spam.csv", Table);

        Assert.Equal(0, await _command.RunAsync("datasets", "push", file));
        Assert.Equal(("sms-spam\n", "sms-spam: 1 file, 21 bytes, 21 of them sent\n"), (_command.Out, _command.Error));
        Assert.Equal(0, await _command.RunAsync("datasets", "push", file));
        Assert.Equal("sms-spam: 1 file, 21 bytes, which the server had already\n", _command.Error);

        Assert.Single(_server.Datasets.Uploads);
        Assert.Equal(Table, Encoding.UTF8.GetString(_server.Datasets.ContentOf(TableSha256)));
        DatasetFile sent = Assert.Single(_server.Datasets.Created.First().Files);
        Assert.Equal(("SMS Spam.csv", 21, TableSha256), (sent.Name, sent.Size, sent.Sha256));
    }

    [Fact]
    public async Task An_upload_whose_connection_breaks_goes_on_where_it_broke()
    {
        byte[] content = RandomNumberGenerator.GetBytes((3 * 256 * 1024) + 5);
        string file = _folder.File("big.csv");
        await File.WriteAllBytesAsync(file, content, TestContext.Current.CancellationToken);
        _server.Datasets.BreakAfter = 2;

        int exit = await _command.RunAsync("datasets", "push", file, "--name", "team/big", "--output", "json");

        Assert.Equal((0, "team/big: 1 file, 786,437 bytes, 786,437 of them sent\n"), (exit, _command.Error));

        Assert.Equal([0, 2 * 256 * 1024], _server.Datasets.Uploads);
        Assert.Equal(content, _server.Datasets.ContentOf(Convert.ToHexStringLower(SHA256.HashData(content))));
        using JsonDocument json = JsonDocument.Parse(_command.Out);
        Assert.Equal("team/big", json.RootElement.GetProperty("name").GetString());
    }

    [Fact]
    public async Task A_folder_is_its_data_files_and_those_of_its_folder_data()
    {
        Write("corpus/README.md", "# corpus");
        Write("corpus/test.jsonl", "{}");
        Write("corpus/data/train.csv.gz", "x");
        Write("corpus/other/train.csv", "x");

        Assert.Equal(0, await _command.RunAsync("datasets", "push", _folder.File("corpus"), "--replace"));

        CreateDatasetRequest request = Assert.Single(_server.Datasets.Created);
        Assert.Equal(("corpus", true), (request.Name, request.Replace));
        Assert.Equal(["train.csv.gz", "test.jsonl"], request.Files.Select(sent => sent.Name));
    }

    [Theory]
    [InlineData("nowhere.csv", "There is no file or folder ")]
    [InlineData("empty", "The folder ")]
    public async Task What_has_no_data_is_exit_code_2(string path, string message)
    {
        Directory.CreateDirectory(_folder.File("empty"));

        Assert.Equal(2, await _command.RunAsync("datasets", "push", _folder.File(path)));
        Assert.StartsWith("error: " + message, _command.Error, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(Code.ResourceExhausted, "FILE_TOO_LARGE", 2, ": the server's words\n")]
    [InlineData(Code.DataLoss, "DIGEST_MISMATCH", 1, " changed while it was uploaded; push it again.\n")]
    public async Task What_the_server_refuses_is_not_tried_again(Code code, string reason, int exit, string message)
    {
        var status = new Google.Rpc.Status { Code = (int)code, Message = "the server's words" };
        status.Details.Add(Google.Protobuf.WellKnownTypes.Any.Pack(new ErrorInfo { Reason = reason, Domain = "cluster" }));
        _server.Datasets.Refusal = status.ToRpcException();
        string file = Write("a.csv", Table);

        Assert.Equal(exit, await _command.RunAsync("datasets", "push", file));
        Assert.Equal($"error: {file}{message}", _command.Error);
    }

    [Fact]
    public async Task Datasets_are_listed_previewed_and_removed()
    {
        Assert.Equal(0, await _command.RunAsync("datasets", "push", Write("sms.csv", Table)));

        Assert.Equal(0, await _command.RunAsync("datasets"));
        string row = "sms      2026-01-02 12:00:00Z  csv         1     21  text, label\n";
        Assert.Equal("DATASET  CREATED               FORMAT  FILES  BYTES  COLUMNS\n" + row + row, _command.Out);

        Assert.Equal(0, await _command.RunAsync("datasets", "preview", "sms", "--rows", "2"));
        Assert.Equal(
            "all: 1,234 records\n"
            + "COLUMN  KIND  FILLED  LENGTH   VALUES\n"
            + "text    text   1,234  4 to 15\n"
            + "label   text   1,234           ham 1,000, spam 234\n"
            + "\n"
            + "text   label\n"
            + "hello  ham\n"
            + "hello  ham\n",
            _command.Out);

        Assert.Equal(0, await _command.RunAsync("datasets", "rm", "sms"));
        Assert.Equal("sms is removed.\n", _command.Error);
        Assert.Equal(3, await _command.RunAsync("datasets", "rm", "sms"));
    }

    [Theory]
    [InlineData("./sms.csv")]
    [InlineData("in/../sms.csv")]
    public async Task A_spec_may_name_a_file_beside_it(string path)
    {
        Write("sms.csv", Table);
        Write("in/other.csv", "x");
        string spec = Write("s.yaml", $"data: {{dataset: {path}}}\n");

        Assert.Equal(0, await _command.RunAsync("submit", spec));

        string name = $"sms-{TableSha256[..8]}";
        Assert.Equal(name, Assert.Single(_server.Datasets.Created).Name);
        Assert.Equal(name, Assert.Single(_server.Jobs.Created).Spec.Data.Dataset);
    }

    [Fact]
    public async Task A_star_in_a_spec_stands_for_all_files_that_fit()
    {
        foreach (string name in (string[])["en-test.conllu", "en-train.conllu", "fr-train.conllu"]) Write($"bank/{name}", name);
        string spec = Write("specs/s.yaml", "data: {dataset: ../bank/en-*.conllu}\n");

        Assert.Equal(0, await _command.RunAsync("submit", spec));

        CreateDatasetRequest request = Assert.Single(_server.Datasets.Created);
        Assert.Matches("^en-[0-9a-f]{8}$", request.Name);
        Assert.Equal(["en-test.conllu", "en-train.conllu"], request.Files.Select(file => file.Name));
    }

    [Theory]
    [InlineData("../data/sms.csv")]
    [InlineData("./*.csv")]
    [InlineData("/nowhere/at/all.csv")]
    public async Task A_file_of_a_spec_that_is_missing_is_told_before_anything_starts(string path)
    {
        string spec = Write("s.yaml", $"data: {{dataset: '{path}'}}\n");
        // There is no such server: who asks it first gets another error.
        _command.Environment["CLUSTER_SERVER"] = "http://localhost:1";

        Assert.Equal(2, await _command.RunAsync("train", spec));

        Assert.StartsWith($"error: data.dataset names {path}, which is neither in the spec's folder ", _command.Error, StringComparison.Ordinal);
        Assert.EndsWith("--set data.dataset=PATH names another file or folder.\n", _command.Error, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("builtin/language-names")]
    [InlineData("team/sms")]
    public async Task Other_names_are_passed_on(string name)
    {
        string spec = Write("s.yaml", $"data: {{dataset: {name}}}\n");

        Assert.Equal(0, await _command.RunAsync("submit", spec));

        Assert.Empty(_server.Datasets.Created);
        Assert.Equal(name, Assert.Single(_server.Jobs.Created).Spec.Data.Dataset);
    }

    [Fact]
    public async Task The_format_of_a_spec_is_told_when_its_file_is_pushed()
    {
        Write("sms.csv", Table);
        string spec = Write("s.yaml", "data: {dataset: ./sms.csv, format: {csv: {delimiter: ';'}}}\n");

        Assert.Equal(0, await _command.RunAsync("summary", spec));

        CreateDatasetRequest request = Assert.Single(_server.Datasets.Created);
        Assert.Equal(";", request.Format.Csv.Delimiter);
        Assert.DoesNotContain(TableSha256[..8], request.Name, StringComparison.Ordinal);
    }

    private string Write(string name, string content)
    {
        string path = _folder.File(name);
        Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        File.WriteAllText(path, content);
        return path;
    }
}
