using Cluster.EndToEnd.Tests.Programs;

namespace Cluster.EndToEnd.Tests.Languages;

/// <summary>examples/python as its README says: stubs are generated from the protos, and the program trains on a real cluster.</summary>
public sealed class PythonClientTests : IAsyncDisposable
{
    /// <summary>The programs, and the packages of Debian that have them. The system's own Python: another one may come first on the path.</summary>
    private static readonly (string Program, string Package)[] Needed =
        [("/usr/bin/python3", "python3"), ("/usr/bin/protoc", "protobuf-compiler"), ("/usr/bin/grpc_python_plugin", "protobuf-compiler-grpc")];

    private readonly TestCluster _cluster = new();

    public ValueTask DisposeAsync() => _cluster.DisposeAsync();

    [Fact]
    public async Task A_program_in_Python_submits_watches_and_pulls()
    {
        await Generate();
        await _cluster.UpAsync(silos: 1, lanes: 2);
        CommandResult trained = (await Train(Repository.PathOf("examples/python/names.json"))).AssertExitCode(0);
        string[] lines = trained.Out.Split('\n', StringSplitOptions.RemoveEmptyEntries);
        Assert.StartsWith("job names-", lines[0], StringComparison.Ordinal);
        Assert.Equal(["epoch 1", "epoch 2", "epoch 3", "epoch 4", "epoch 5"], lines.Where(line => line.StartsWith("epoch", StringComparison.Ordinal)).Select(line => line.Split(':')[0]));
        Assert.Contains("SUCCEEDED", lines);
        string digest = Convert.ToHexStringLower(System.Security.Cryptography.SHA256.HashData(File.ReadAllBytes(_cluster.PathOf("model/model.safetensors"))));
        Assert.Equal($"weights {digest}", lines[^1]);
        // The command asks for the same model, and gets the same files.
        (await _cluster.RunAsync("pull", lines[0]["job ".Length..], "--out", _cluster.PathOf("pulled"))).AssertExitCode(0);
        Assert.Equal(File.ReadAllBytes(_cluster.PathOf("pulled/model.safetensors")), File.ReadAllBytes(_cluster.PathOf("model/model.safetensors")));
    }

    [Fact]
    public async Task A_program_in_Python_is_told_what_is_wrong()
    {
        await Generate();
        await _cluster.UpAsync(silos: 1, lanes: 1);
        CommandResult misspelt = (await Train(_cluster.Write("bad.json", """{"task": "CLASSIFICATION", "epochz": 1}"""))).AssertExitCode(1);
        Assert.Contains("epochz", misspelt.Error, StringComparison.Ordinal);
        CommandResult wrong = (await Train(_cluster.Write("wrong.json", """{"task": "CLASSIFICATION", "data": {"dataset": "nope"}}"""))).AssertExitCode(1);
        Assert.StartsWith("error: ", wrong.Error, StringComparison.Ordinal);
        Assert.DoesNotContain("Traceback", wrong.Error, StringComparison.Ordinal);
    }

    private Task<CommandResult> Train(string spec)
    {
        string server = new Uri($"{_cluster.Silos[0].FrontDoor}").Authority;
        string[] arguments = [Repository.PathOf("examples/python/train.py"), "--server", server, spec, _cluster.PathOf("model")];
        return _cluster.Start("/usr/bin/python3", "", arguments).EndAsync();
    }

    private async Task Generate()
    {
        foreach ((string program, string package) in Needed)
            Assert.SkipUnless(File.Exists(program), $"{program} is missing, which Debian has as {package}");
        CommandResult imported = await _cluster.Start("/usr/bin/python3", "", ["-c", "import grpc"]).EndAsync();
        Assert.SkipWhen(imported.ExitCode != 0, "Python has no module grpc, which Debian has as python3-grpcio");
        string generated = Directory.CreateDirectory(_cluster.PathOf("generated")).FullName;
        _cluster.Variables["PYTHONPATH"] = generated;
        _cluster.Variables["PYTHONDONTWRITEBYTECODE"] = "1";
        string protos = Repository.PathOf("protos"), imports = Repository.PathOf("artifacts/imports");
        string[] sources = [.. Directory.GetFiles(protos, "*.proto", SearchOption.AllDirectories), .. Directory.GetFiles(imports, "*.proto", SearchOption.AllDirectories)];
        string[] arguments =
        [
            "-I", protos, "-I", imports, $"--python_out={generated}", $"--grpc_python_out={generated}",
            "--plugin=protoc-gen-grpc_python=/usr/bin/grpc_python_plugin", .. sources,
        ];
        (await _cluster.Start("/usr/bin/protoc", "", arguments).EndAsync()).AssertExitCode(0);
    }
}
