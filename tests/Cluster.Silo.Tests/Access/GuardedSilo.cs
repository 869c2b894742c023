using Cluster.Silo.Access;
using Cluster.Silo.Hosting;
using Cluster.Silo.Tests.Servers;
using Cluster.Training.Tests;
using Cluster.V1;
using Grpc.Core;
using Grpc.Core.Interceptors;

namespace Cluster.Silo.Tests.Access;

/// <summary>A real silo that asks callers who they are, and callers with keys of several scopes.</summary>
internal sealed class GuardedSilo : IAsyncDisposable
{
    private readonly TemporaryDirectory _disk = new();

    private GuardedSilo()
    {
    }

    public RunningSilo Silo { get; private set; } = null!;

    /// <summary>The operator's secret.</summary>
    public string AdminKey => File.ReadAllText(_disk["admin.key"]);

    public string AdminKeyPath => _disk["admin.key"];

    public static async Task<GuardedSilo> Start(Action<AccessSettings>? change = null, int? restPort = null)
    {
        var guarded = new GuardedSilo();
        var access = new AccessSettings { Required = true };
        change?.Invoke(access);
        var settings = new SiloSettings { Data = guarded._disk.Path, Name = "test", Access = access, RestPort = restPort };
        guarded.Silo = await RunningSilo.Start(guarded._disk, settings);
        return guarded;
    }

    /// <summary>Calls with a secret; null for none.</summary>
    public CallInvoker With(string? secret) => secret is null
        ? Silo.Channel.CreateCallInvoker()
        : Silo.Channel.Intercept(headers =>
        {
            headers.Add("authorization", $"Bearer {secret}");
            return headers;
        });

    public AccessService.AccessServiceClient Keys(string? secret) => new(With(secret));

    public JobService.JobServiceClient Jobs(string? secret) => new(With(secret));

    public DatasetService.DatasetServiceClient Datasets(string? secret) => new(With(secret));

    /// <summary>Makes a key, as the operator.</summary>
    public async Task<AddKeyResponse> Add(AccessKey.Types.Scope scope, KeyLimits? limits = null) => await Keys(AdminKey).AddKeyAsync(
        new AddKeyRequest { Name = $"{scope}".ToLowerInvariant(), Scope = scope, Limits = limits }, cancellationToken: TimeLimit.Token);

    /// <summary>Makes a key, as the operator, and returns its secret.</summary>
    public async Task<string> Secret(AccessKey.Types.Scope scope, KeyLimits? limits = null) => (await Add(scope, limits)).Secret;

    public async ValueTask DisposeAsync()
    {
        await Silo.DisposeAsync();
        _disk.Dispose();
    }
}
