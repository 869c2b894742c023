namespace Cluster.Architecture.Tests.References;

/// <summary>A library family that only some projects may know.</summary>
/// <param name="Name">What people call it.</param>
/// <param name="Prefixes">How the names of its packages, frameworks and assemblies begin.</param>
internal sealed record Technology(string Name, params string[] Prefixes)
{
    public static readonly Technology Orleans = new("Orleans", "Orleans", "Microsoft.Orleans");
    public static readonly Technology Grpc = new("gRPC", "Grpc.");
    public static readonly Technology TorchSharp = new("TorchSharp", "TorchSharp", "libtorch");
    public static readonly Technology AspNet = new("ASP.NET", "Microsoft.AspNetCore", "Microsoft.NET.Sdk.Web");

    /// <summary>Whether a package, framework, SDK or assembly belongs to the family.</summary>
    public bool Owns(string name) => Prefixes.Any(prefix => name.StartsWith(prefix, StringComparison.OrdinalIgnoreCase));
}
