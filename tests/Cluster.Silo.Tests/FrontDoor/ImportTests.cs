using System.Security.Cryptography;
using Cluster.Silo.Tests.Servers;
using Cluster.V1;
using Google.Protobuf;
using Grpc.Core;

namespace Cluster.Silo.Tests.FrontDoor;

public sealed class ImportTests(SharedSilo shared)
{
    private RunningSilo Silo => shared.Silo;

    [Fact]
    public async Task A_model_pulled_from_one_cluster_and_pushed_to_another_predicts_the_same_to_the_bit()
    {
        await using RunningSilo other = await RunningSilo.Start();
        Model model = await Silo.Models.GetModelAsync(new GetModelRequest { Id = shared.Trained.Id }, cancellationToken: TimeLimit.Token);
        ImportModelRequest request = new() { Name = "copy", Files = { model.Files } };

        ImportModelResponse missing = await other.Models.ImportModelAsync(request, cancellationToken: TimeLimit.Token);
        Assert.Equal((null, model.Files.Select(file => file.Sha256).Distinct().Count()), (missing.Model, missing.Missing.Count));
        foreach (ModelFile file in model.Files) await Upload(other, file, await Silo.Download(model.Id, file.Name));
        ImportModelResponse imported = await other.Models.ImportModelAsync(request, cancellationToken: TimeLimit.Token);
        ImportModelResponse again = await other.Models.ImportModelAsync(request, cancellationToken: TimeLimit.Token);

        Assert.StartsWith("copy-", imported.Model.Id, StringComparison.Ordinal);
        Assert.Equal(imported, again);
        Assert.Equal((model.WeightsSha256, model.Labels, model.Input), (imported.Model.WeightsSha256, imported.Model.Labels, imported.Model.Input));
        ListModelsResponse models = await other.Models.ListModelsAsync(new ListModelsRequest(), cancellationToken: TimeLimit.Token);
        Assert.Equal([imported.Model], models.Models);
        string[] texts = [.. Enumerable.Range(0, 300).Select(i => $"name {i}")];
        Assert.Equal(
            await Silo.Models.PredictAsync(new PredictRequest { Id = model.Id, Texts = { texts } }, cancellationToken: TimeLimit.Token),
            await other.Models.PredictAsync(new PredictRequest { Id = imported.Model.Id, Texts = { texts } }, cancellationToken: TimeLimit.Token));
    }

    [Fact]
    public async Task Files_that_are_no_model_are_refused_with_a_sentence()
    {
        byte[] nonsense = "nonsense"u8.ToArray();
        ModelFile file = Described("config.json", nonsense);
        await Upload(Silo, file, nonsense);
        Fault fault = await Fault.Of(Import(file));
        Assert.Equal(
            (StatusCode.InvalidArgument, "INVALID_MODEL", "this is no model that can be used: The model has no model.safetensors."),
            (fault.Code, fault.Reason, fault.Sentence));
    }

    [Fact]
    public async Task Names_and_digests_of_files_are_checked()
    {
        ModelFile file = Described("config.json", []);
        Assert.Equal([("files", "must be 1 to 64 files")], (await Fault.Of(Import())).Violations);
        Assert.Equal([("files", "has a name twice")], (await Fault.Of(Import(file, file))).Violations);
        Assert.Equal(
            [("files[0].name", "'../config.json' can't be the name of a file")],
            (await Fault.Of(Import(new ModelFile(file) { Name = "../config.json" }))).Violations);
        Assert.Equal(
            [("files[0].sha256", "must be a SHA-256 in lower-case hex")],
            (await Fault.Of(Import(new ModelFile(file) { Sha256 = "../../secret" }))).Violations);
        Assert.Equal("files[0].size", Assert.Single((await Fault.Of(Import(new ModelFile(file) { Size = long.MaxValue }))).Violations).Field);
    }

    [Fact]
    public async Task An_upload_that_is_not_what_was_announced_leaves_nothing()
    {
        byte[] content = Guid.NewGuid().ToByteArray();
        ModelFile file = Described("labels.txt", content);
        Assert.Equal(("data", "has 15 bytes, but 16 were announced"), await Refused(file, content[..15]));
        Assert.Equal(("data", "is longer than the 16 bytes that were announced"), await Refused(file, [.. content, 1]));
        byte[] changed = [.. content[..15], (byte)(content[15] ^ 1)];
        Assert.Equal(
            ("data", $"has the SHA-256 {Described("x", changed).Sha256}, but {file.Sha256} was announced"), await Refused(file, changed));
        ImportModelResponse response = await Import(file);
        Assert.Equal([file.Sha256], response.Missing);
    }

    [Fact]
    public async Task An_upload_begins_with_the_file()
    {
        using AsyncClientStreamingCall<UploadModelFileRequest, UploadModelFileResponse> call = Silo.Models.UploadModelFile(cancellationToken: TimeLimit.Token);
        await call.RequestStream.WriteAsync(new UploadModelFileRequest { Data = ByteString.CopyFromUtf8("x") }, TimeLimit.Token);
        await call.RequestStream.CompleteAsync();
        Fault fault = Fault.Of(await Assert.ThrowsAsync<RpcException>(() => call.ResponseAsync));
        Assert.Equal([("file", "must be in the first message")], fault.Violations);
    }

    private AsyncUnaryCall<ImportModelResponse> Import(params ModelFile[] files) =>
        Silo.Models.ImportModelAsync(new ImportModelRequest { Files = { files } }, cancellationToken: TimeLimit.Token);

    private async Task<(string Field, string Description)> Refused(ModelFile file, byte[] content) =>
        Assert.Single(Fault.Of(await Assert.ThrowsAsync<RpcException>(() => Upload(Silo, file, content))).Violations);

    private static ModelFile Described(string name, byte[] content) =>
        new() { Name = name, Size = content.Length, Sha256 = Convert.ToHexStringLower(SHA256.HashData(content)) };

    private static async Task Upload(RunningSilo silo, ModelFile file, byte[] content)
    {
        using AsyncClientStreamingCall<UploadModelFileRequest, UploadModelFileResponse> call = silo.Models.UploadModelFile(cancellationToken: TimeLimit.Token);
        await call.RequestStream.WriteAsync(new UploadModelFileRequest { File = file }, TimeLimit.Token);
        foreach (byte[] part in content.Chunk(1000)) await call.RequestStream.WriteAsync(new UploadModelFileRequest { Data = ByteString.CopyFrom(part) }, TimeLimit.Token);
        await call.RequestStream.CompleteAsync();
        Assert.Equal(file, (await call.ResponseAsync).File);
    }
}
