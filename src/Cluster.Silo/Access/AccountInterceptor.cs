using Cluster.Grains.Access;
using Cluster.Grains.Datasets;
using Cluster.Silo.FrontDoor;
using Cluster.V1;
using Grpc.Core;
using Grpc.Core.Interceptors;

namespace Cluster.Silo.Access;

/// <summary>
/// What depends on the caller and on what is asked: callers change and remove what they made themselves, administrators
/// everything; jobs that run and bytes of uploads are limited.
/// </summary>
internal sealed class AccountInterceptor(IGrainFactory grains) : Interceptor, IDisposable
{
    private const int LongestDataset = 100;

    /// <summary>When a job of the same caller may have ended.</summary>
    private static readonly TimeSpan JobPatience = TimeSpan.FromMinutes(1);

    private readonly CallerMeter _uploads = CallerMeter.OfUploads(MeteredReader<UploadFileRequest>.Unit);

    public override async Task<TResponse> UnaryServerHandler<TRequest, TResponse>(
        TRequest request, ServerCallContext context, UnaryServerMethod<TRequest, TResponse> continuation)
    {
        if (Caller.Of(context.GetHttpContext().User) is not { } caller) return await continuation(request, context);
        switch (request)
        {
            case CreateJobRequest { ValidateOnly: false }:
                return await StartJob(caller, () => continuation(request, context));
            case CancelJobRequest { Id: var job }:
                await RequireJob(caller, job);
                break;
            case PauseJobRequest { Id: var job }:
                await RequireJob(caller, job);
                break;
            case ResumeJobRequest { Id: var job }:
                await RequireJob(caller, job);
                break;
            case CreateDatasetRequest { Name.Length: <= LongestDataset } creation:
                return await MakeDataset(caller, creation, () => continuation(request, context));
            case DeleteDatasetRequest { Name.Length: <= LongestDataset } removal:
                return await RemoveDataset(caller, removal.Name, () => continuation(request, context));
        }

        return await continuation(request, context);
    }

    public override Task<TResponse> ClientStreamingServerHandler<TRequest, TResponse>(
        IAsyncStreamReader<TRequest> requestStream, ServerCallContext context, ClientStreamingServerMethod<TRequest, TResponse> continuation) =>
        continuation(Metered(requestStream, context.GetHttpContext()), context);

    /// <summary>Charges what comes to the caller.</summary>
    public IAsyncStreamReader<T> Metered<T>(IAsyncStreamReader<T> pieces, HttpContext context) =>
        Caller.Of(context.User) is { } caller ? new MeteredReader<T>(pieces, _uploads, caller) : pieces;

    public void Dispose() => _uploads.Dispose();

    private async Task<TResponse> StartJob<TResponse>(Caller caller, Func<Task<TResponse>> create)
    {
        var account = grains.GetGrain<IAccountGrain>(caller.Account);
        int limit = caller.Limits.RunningJobs is > 0 and int some ? some : int.MaxValue;
        if (!await account.Reserve(limit)) throw Errors.TooManyJobs(limit, JobPatience);
        string started = "";
        try
        {
            TResponse response = await create();
            started = (response as Job)?.Id ?? "";
            return response;
        }
        finally
        {
            await account.Settle(started);
        }
    }

    private async Task RequireJob(Caller caller, string job)
    {
        if (caller.Scope >= AccessScope.Admin || await grains.GetGrain<IAccountGrain>(caller.Account).OwnsJob(job)) return;
        throw Errors.NotYours("job", job);
    }

    private async Task<TResponse> MakeDataset<TResponse>(Caller caller, CreateDatasetRequest request, Func<Task<TResponse>> create)
    {
        Dataset? before = request.Name.Length == 0 ? null : await Datasets.Get(request.Name);
        if (before is not null && request.Replace) await RequireDataset(caller, request.Name);
        TResponse response = await create();
        // Whoever brings content that is there already did not make it.
        if (before is null || response is Dataset { Source: var after } && !after.Equals(before.Source)) await Owner(request.Name).Set(caller.Account);
        return response;
    }

    private async Task<TResponse> RemoveDataset<TResponse>(Caller caller, string name, Func<Task<TResponse>> remove)
    {
        if (name.Length > 0) await RequireDataset(caller, name);
        TResponse response = await remove();
        await Owner(name).Set("");
        return response;
    }

    private async Task RequireDataset(Caller caller, string name)
    {
        if (caller.Scope < AccessScope.Admin && await Owner(name).Get() != caller.Account) throw Errors.NotYours("dataset", name);
    }

    private IDatasetDirectoryGrain Datasets => grains.GetGrain<IDatasetDirectoryGrain>(IDatasetDirectoryGrain.Key);

    private IDatasetOwnerGrain Owner(string dataset) => grains.GetGrain<IDatasetOwnerGrain>(dataset);
}
