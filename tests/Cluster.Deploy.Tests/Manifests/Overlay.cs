using Cluster.Deploy.Tests.Programs;
using k8s;
using k8s.Models;

namespace Cluster.Deploy.Tests.Manifests;

/// <summary>What an overlay amounts to, as Kubernetes' own types: a field that they do not have is an error.</summary>
internal sealed class Overlay
{
    private Overlay(string name, IReadOnlyList<object> objects) => (Name, Objects) = (name, objects);

    /// <summary>Its folder.</summary>
    public string Name { get; }

    /// <summary>Everything in it.</summary>
    public IReadOnlyList<object> Objects { get; }

    /// <summary>Its deployments.</summary>
    public IReadOnlyList<V1Deployment> Deployments => [.. Objects.OfType<V1Deployment>()];

    /// <summary>The only container of each deployment.</summary>
    public IEnumerable<V1Container> Containers => Deployments.Select(deployment => Assert.Single(deployment.Spec.Template.Spec.Containers));

    /// <summary>Builds an overlay, or skips the test where kubectl is missing.</summary>
    public static async Task<Overlay> BuildAsync(string name)
    {
        Tool.Need("kubectl");
        ToolResult built = (await Tool.RunAsync(TimeSpan.FromSeconds(30), "kubectl", "kustomize", Repository.PathOf("deploy", "k8s", "overlays", name))).AssertSuccess();
        return new Overlay(name, KubernetesYaml.LoadAllFromString(built.Out, null, strict: true));
    }

    /// <summary>Pods of a selector.</summary>
    public IEnumerable<V1Deployment> Selected(IDictionary<string, string> selector) => Deployments.Where(deployment =>
        selector.All(pair => deployment.Spec.Template.Metadata.Labels.TryGetValue(pair.Key, out string? value) && value == pair.Value));
}
