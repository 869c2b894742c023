namespace Cluster.Architecture.Tests.References;

/// <summary>What one project of the product may know.</summary>
/// <param name="Project">Name of the project.</param>
/// <param name="Projects">The projects it references, exactly.</param>
/// <param name="Forbidden">Libraries it must not know.</param>
internal sealed record ReferenceRule(string Project, IReadOnlyList<string> Projects, IReadOnlyList<Technology> Forbidden);
