using Cluster.Client.Commands;

namespace Cluster.Client.Tests.Commands;

/// <summary>One run of the command in this process, with what it wrote.</summary>
internal sealed class CommandRun
{
    public Dictionary<string, string> Environment { get; } = new() { ["CLUSTER_DATA"] = "/no/such/data" };

    public string Input { get; set; } = "";

    public bool CanAsk { get; set; }

    public string Out { get; private set; } = "";

    public string Error { get; private set; } = "";

    public async Task<int> RunAsync(CancellationToken cancel, params string[] arguments)
    {
        using StringWriter output = new() { NewLine = "\n" };
        using StringWriter error = new() { NewLine = "\n" };
        using StringReader input = new(Input);
        Terminal terminal = new(output, error, input, false, CanAsk, Environment.GetValueOrDefault, "/app", TimeProvider.System);
        int code = await CommandLine.RunAsync(arguments, terminal, cancel);
        Out = output.ToString();
        Error = error.ToString();
        return code;
    }

    public Task<int> RunAsync(params string[] arguments) => RunAsync(TestContext.Current.CancellationToken, arguments);
}
