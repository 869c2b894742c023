namespace Cluster.Silo.Rest;

/// <summary>Marks an endpoint that moves a file's bytes as they are, in the place of a method of a service; the same callers may use both.</summary>
/// <param name="Name">The method, such as <c>cluster.v1.DatasetService/UploadFile</c>.</param>
internal sealed record RawFileMethod(string Name);
