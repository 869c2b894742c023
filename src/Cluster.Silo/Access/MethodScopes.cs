using Cluster.Grains.Access;

namespace Cluster.Silo.Access;

/// <summary>Which scope each method of the front door needs. A method that is not named here needs the highest.</summary>
internal static class MethodScopes
{
    private static readonly Dictionary<string, AccessScope> Scopes = new(StringComparer.Ordinal)
    {
        ["cluster.v1.JobService/CreateJob"] = AccessScope.Submitter,
        ["cluster.v1.JobService/GetJob"] = AccessScope.Viewer,
        ["cluster.v1.JobService/ListJobs"] = AccessScope.Viewer,
        ["cluster.v1.JobService/CancelJob"] = AccessScope.Submitter,
        ["cluster.v1.JobService/PauseJob"] = AccessScope.Submitter,
        ["cluster.v1.JobService/ResumeJob"] = AccessScope.Submitter,
        ["cluster.v1.JobService/ReplayStep"] = AccessScope.Submitter,
        ["cluster.v1.JobService/WatchJob"] = AccessScope.Viewer,
        ["cluster.v1.JobService/SummarizeModel"] = AccessScope.Submitter,
        ["cluster.v1.ModelService/GetModel"] = AccessScope.Viewer,
        ["cluster.v1.ModelService/ListModels"] = AccessScope.Viewer,
        ["cluster.v1.ModelService/DownloadModel"] = AccessScope.Viewer,
        ["cluster.v1.ModelService/Predict"] = AccessScope.Submitter,
        ["cluster.v1.ModelService/Generate"] = AccessScope.Submitter,
        ["cluster.v1.ModelService/ExportModel"] = AccessScope.Viewer,
        ["cluster.v1.ModelService/UploadModelFile"] = AccessScope.Submitter,
        ["cluster.v1.ModelService/ImportModel"] = AccessScope.Submitter,
        ["cluster.v1.DatasetService/UploadFile"] = AccessScope.Submitter,
        ["cluster.v1.DatasetService/GetUpload"] = AccessScope.Submitter,
        ["cluster.v1.DatasetService/CreateDataset"] = AccessScope.Submitter,
        ["cluster.v1.DatasetService/GetDataset"] = AccessScope.Viewer,
        ["cluster.v1.DatasetService/ListDatasets"] = AccessScope.Viewer,
        ["cluster.v1.DatasetService/PreviewDataset"] = AccessScope.Viewer,
        ["cluster.v1.DatasetService/DeleteDataset"] = AccessScope.Submitter,
        ["cluster.v1.AccessService/AddKey"] = AccessScope.Admin,
        ["cluster.v1.AccessService/ListKeys"] = AccessScope.Admin,
        ["cluster.v1.AccessService/RevokeKey"] = AccessScope.Admin,
        ["grpc.reflection.v1alpha.ServerReflection/ServerReflectionInfo"] = AccessScope.Viewer,
        ["grpc.reflection.v1.ServerReflection/ServerReflectionInfo"] = AccessScope.Viewer,
    };

    /// <summary>Whether a method's scope is written down here.</summary>
    /// <param name="method">Such as <c>cluster.v1.JobService/GetJob</c>.</param>
    public static bool Names(string method) => Scopes.ContainsKey(method);

    /// <summary>The scope that a method needs.</summary>
    /// <param name="method">Such as <c>cluster.v1.JobService/GetJob</c>.</param>
    public static AccessScope Of(string method) => Scopes.GetValueOrDefault(method, AccessScope.Admin);
}
