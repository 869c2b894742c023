using Cluster.Client.Access;
using Cluster.V1;
using Grpc.Core;
using Grpc.Net.Client;
using Grpc.Net.Client.Configuration;

namespace Cluster.Client.Connections;

/// <summary>Opens channels that notice dead connections and repeat calls that are safe to repeat.</summary>
internal static class ChannelFactory
{
    /// <summary>Opens a channel. Connects at the first call.</summary>
    public static GrpcChannel Open(Uri server, ClientAccess access) => GrpcChannel.ForAddress(server, new GrpcChannelOptions
    {
        HttpHandler = access.Over(
            new SocketsHttpHandler
            {
                ConnectTimeout = TimeSpan.FromSeconds(5),
                EnableMultipleHttp2Connections = true,
                KeepAlivePingDelay = TimeSpan.FromSeconds(30),
                KeepAlivePingTimeout = TimeSpan.FromSeconds(10),
            },
            server),
        DisposeHttpClient = true,
        ServiceConfig = Retries(),
    });

    // CreateJob is safe because of its request id. Streams are resumed by their readers, who know how far they are.
    private static ServiceConfig Retries()
    {
        MethodConfig safe = new()
        {
            RetryPolicy = new RetryPolicy
            {
                MaxAttempts = 5,
                InitialBackoff = TimeSpan.FromMilliseconds(100),
                MaxBackoff = TimeSpan.FromSeconds(1),
                BackoffMultiplier = 2,
                RetryableStatusCodes = { StatusCode.Unavailable },
            },
        };
        string jobs = JobService.Descriptor.FullName;
        string models = ModelService.Descriptor.FullName;
        foreach (string method in (string[])["CreateJob", "GetJob", "ListJobs", "CancelJob", "SummarizeModel"])
            safe.Names.Add(new MethodName { Service = jobs, Method = method });
        foreach (string method in (string[])["GetModel", "ListModels", "Predict"])
            safe.Names.Add(new MethodName { Service = models, Method = method });
        string datasets = DatasetService.Descriptor.FullName;
        foreach (string method in (string[])["GetUpload", "CreateDataset", "GetDataset", "ListDatasets", "PreviewDataset"])
            safe.Names.Add(new MethodName { Service = datasets, Method = method });
        return new ServiceConfig { MethodConfigs = { safe } };
    }
}
