using Cluster.Silo.Hosting;
using k8s;
using k8s.Models;

namespace Cluster.Deploy.Tests.Manifests;

/// <summary>Rules for the manifests, over each overlay as it would be applied.</summary>
public sealed class OverlayTests
{
    public static TheoryData<string> All => ["dev", "production", "gpu", "podman"];

    /// <summary>Those for Kubernetes; podman knows no probes by HTTP, no services and no policies.</summary>
    public static TheoryData<string> Kubernetes => ["dev", "production", "gpu"];

    /// <summary>Those with front doors and workers.</summary>
    public static TheoryData<string> Roles => ["production", "gpu"];

    [Fact]
    public void A_field_that_kubernetes_does_not_have_is_an_error() =>
        Assert.ThrowsAny<Exception>(() => KubernetesYaml.LoadAllFromString("apiVersion: v1\nkind: Pod\nmetadata: {name: a}\nspec: {contaners: []}", null, strict: true));

    [Theory]
    [MemberData(nameof(All))]
    public async Task Containers_have_no_rights_and_cannot_write_their_image(string name)
    {
        Overlay overlay = await Overlay.BuildAsync(name);
        Assert.NotEmpty(overlay.Deployments);
        foreach (V1PodSpec pod in overlay.Deployments.Select(deployment => deployment.Spec.Template.Spec))
        {
            Assert.False(pod.AutomountServiceAccountToken);
            Assert.True(pod.SecurityContext.RunAsNonRoot);
            Assert.Equal(1654, pod.SecurityContext.RunAsUser);
            Assert.Equal("RuntimeDefault", pod.SecurityContext.SeccompProfile.Type);
            Assert.NotEqual(true, pod.HostNetwork);
        }

        foreach (V1SecurityContext container in overlay.Containers.Select(container => container.SecurityContext))
        {
            Assert.False(container.AllowPrivilegeEscalation);
            Assert.True(container.ReadOnlyRootFilesystem);
            Assert.Equal(["ALL"], container.Capabilities.Drop);
        }
    }

    [Theory]
    [MemberData(nameof(All))]
    public async Task Images_are_pinned_and_memory_is_limited(string name)
    {
        Overlay overlay = await Overlay.BuildAsync(name);
        foreach (V1Container container in overlay.Containers)
        {
            Assert.Matches("^[a-z-]+:[0-9]+[.][0-9]+[.][0-9]+$", container.Image);
            Assert.Contains("memory", container.Resources.Limits.Keys);
            if (name != "podman") Assert.Subset(container.Resources.Requests.Keys.ToHashSet(), new HashSet<string> { "cpu", "memory" });
        }
    }

    [Fact]
    public async Task Only_workers_of_the_gpu_overlay_get_a_gpu_each_and_compute_on_it()
    {
        foreach ((string name, bool gpus) in ((string, bool)[])[("gpu", true), ("production", false)])
        {
            Overlay overlay = await Overlay.BuildAsync(name);
            foreach (V1Deployment deployment in overlay.Deployments)
            {
                V1Container container = deployment.Spec.Template.Spec.Containers[0];
                bool expected = gpus && deployment.Metadata.Name == "cluster-worker";
                Assert.Equal(expected, container.Env?.Any(one => one is { Name: "Cluster__Device", Value: "cuda" }) ?? false);
                Assert.Equal(expected, container.Resources.Limits.TryGetValue("nvidia.com/gpu", out ResourceQuantity? count) && count.ToInt32() == 1);
                Assert.Equal(expected, container.Image.StartsWith("cluster-cuda:", StringComparison.Ordinal));
            }
        }
    }

    [Theory]
    [MemberData(nameof(All))]
    public async Task Volumes_that_are_mounted_exist_and_the_other_way_round(string name)
    {
        Overlay overlay = await Overlay.BuildAsync(name);
        foreach (V1PodSpec pod in overlay.Deployments.Select(deployment => deployment.Spec.Template.Spec))
        {
            Assert.Equal(pod.Volumes.Select(volume => volume.Name).Order(), pod.Containers[0].VolumeMounts.Select(mount => mount.Name).Order());
            Assert.Superset(new HashSet<string> { "/data", "/tmp" }, pod.Containers[0].VolumeMounts.Select(mount => mount.MountPath).ToHashSet());
        }

        HashSet<string> claims = [.. overlay.Objects.OfType<V1PersistentVolumeClaim>().Select(claim => claim.Metadata.Name)];
        Assert.All(
            overlay.Deployments.SelectMany(deployment => deployment.Spec.Template.Spec.Volumes),
            volume => Assert.True(volume.PersistentVolumeClaim is not { } claim || claims.Contains(claim.ClaimName)));
        HashSet<string> maps = [.. overlay.Objects.OfType<V1ConfigMap>().Select(map => map.Metadata.Name)];
        Assert.All(overlay.Containers.SelectMany(container => container.EnvFrom), from => Assert.Contains(from.ConfigMapRef.Name, maps));
    }

    [Theory]
    [MemberData(nameof(Kubernetes))]
    public async Task Probes_ask_the_management_port_what_they_are_meant_to(string name)
    {
        Overlay overlay = await Overlay.BuildAsync(name);
        foreach (V1Container container in overlay.Containers)
        {
            (string Path, V1Probe Probe)[] probes =
                [("/healthz/startup", container.StartupProbe), ("/healthz/ready", container.ReadinessProbe), ("/healthz/live", container.LivenessProbe)];
            Assert.All(probes, one => Assert.Equal((one.Path, "management"), (one.Probe.HttpGet.Path, one.Probe.HttpGet.Port.Value)));
            // A silo may wait two minutes for a place in the cluster.
            Assert.True(container.StartupProbe.PeriodSeconds * container.StartupProbe.FailureThreshold >= 300);
        }
    }

    [Theory]
    [MemberData(nameof(Kubernetes))]
    public async Task Pods_have_more_time_to_stop_than_the_process_takes(string name)
    {
        Overlay overlay = await Overlay.BuildAsync(name);
        foreach (V1Deployment deployment in overlay.Deployments)
        {
            // The host's limit is 15 s for silos and 30 s for front doors; what it drains for is part of it.
            Assert.True(deployment.Spec.Template.Spec.TerminationGracePeriodSeconds >= 45, deployment.Metadata.Name);
        }
    }

    [Theory]
    [MemberData(nameof(Kubernetes))]
    public async Task Ports_are_those_that_the_program_takes_by_default(string name)
    {
        Overlay overlay = await Overlay.BuildAsync(name);
        Dictionary<string, int> known = new()
        {
            ["grpc"] = DefaultPorts.FrontDoor,
            ["management"] = DefaultPorts.Management,
            ["silo"] = DefaultPorts.Silo,
            ["data-plane"] = DefaultPorts.DataPlane,
            ["gateway"] = DefaultPorts.Gateway,
        };
        Assert.All(overlay.Containers.SelectMany(container => container.Ports), port => Assert.Equal(known[port.Name], port.ContainerPort));
        foreach (V1Deployment deployment in overlay.Deployments)
        {
            string role = Assert.Single(deployment.Spec.Template.Spec.Containers[0].Env, one => one.Name == "Cluster__Role").Value;
            Assert.True(Enum.TryParse(role, ignoreCase: true, out SiloRole parsed));
            string[] expected = parsed == SiloRole.Worker ? ["data-plane", "gateway", "management", "silo"] : ["grpc", "management"];
            Assert.Equal(expected, deployment.Spec.Template.Spec.Containers[0].Ports.Select(port => port.Name).Order());
        }
    }

    [Theory]
    [MemberData(nameof(Kubernetes))]
    public async Task Selectors_choose_pods_and_services_ports_that_there_are(string name)
    {
        Overlay overlay = await Overlay.BuildAsync(name);
        foreach (V1Deployment deployment in overlay.Deployments)
            Assert.Equal([deployment], overlay.Selected(deployment.Spec.Selector.MatchLabels));
        foreach (V1Service service in overlay.Objects.OfType<V1Service>())
        {
            V1Deployment chosen = Assert.Single(overlay.Selected(service.Spec.Selector));
            string[] ports = [.. chosen.Spec.Template.Spec.Containers[0].Ports.Select(port => port.Name)];
            Assert.All(service.Spec.Ports, port => Assert.Contains(port.TargetPort.Value, ports));
        }

        Assert.All(overlay.Objects.OfType<V1PodDisruptionBudget>(), budget => Assert.Single(overlay.Selected(budget.Spec.Selector.MatchLabels)));
        Assert.All(overlay.Objects.OfType<V1NetworkPolicy>(), policy => Assert.NotEmpty(overlay.Selected(policy.Spec.PodSelector.MatchLabels)));
    }

    [Theory]
    [MemberData(nameof(Roles))]
    public async Task Only_clients_ports_are_open_to_everyone(string name)
    {
        Overlay overlay = await Overlay.BuildAsync(name);
        V1NetworkPolicy[] policies = [.. overlay.Objects.OfType<V1NetworkPolicy>()];
        V1NetworkPolicy closed = Assert.Single(policies, policy => policy.Metadata.Name == "cluster-default");
        Assert.Null(closed.Spec.Ingress);
        Assert.Equal(overlay.Deployments.Count, overlay.Selected(closed.Spec.PodSelector.MatchLabels).Count());
        V1NetworkPolicyIngressRule[] open = [.. policies.SelectMany(policy => policy.Spec.Ingress ?? []).Where(rule => rule.FromProperty is not { Count: > 0 })];
        Assert.Equal("8080", Assert.Single(Assert.Single(open).Ports).Port.Value);
    }
}
