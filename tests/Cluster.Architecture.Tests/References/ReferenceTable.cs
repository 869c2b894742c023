namespace Cluster.Architecture.Tests.References;

/// <summary>Who may know whom. The same table as in docs/architecture.md, where the reasons stand.</summary>
internal static class ReferenceTable
{
    public static readonly IReadOnlyList<ReferenceRule> Rules =
    [
        new("Cluster.Training", [], [Technology.Orleans, Technology.Grpc, Technology.TorchSharp, Technology.AspNet]),
        new("Cluster.Models", ["Cluster.Training"], [Technology.Orleans, Technology.Grpc, Technology.AspNet]),
        new("Cluster.Grains", ["Cluster.Training"], [Technology.Grpc, Technology.TorchSharp, Technology.AspNet]),
        new("Cluster.Silo", ["Cluster.Grains", "Cluster.Models", "Cluster.Training"], []),
        new("Cluster.Client", [], [Technology.Orleans, Technology.TorchSharp, Technology.AspNet]),
    ];

    /// <summary>The rule of a project.</summary>
    public static ReferenceRule Of(string project) => Rules.Single(rule => rule.Project == project);
}
