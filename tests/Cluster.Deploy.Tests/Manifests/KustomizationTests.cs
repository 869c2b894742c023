using Cluster.Deploy.Tests.Programs;

namespace Cluster.Deploy.Tests.Manifests;

public sealed class KustomizationTests
{
    [Fact]
    public void Every_file_belongs_to_a_kustomization_and_every_overlay_is_tested()
    {
        string root = Repository.PathOf("deploy", "k8s");
        string[] files = Directory.GetFiles(root, "*.yaml", SearchOption.AllDirectories);
        Assert.NotEmpty(files);
        foreach (string file in files.Where(file => Path.GetFileName(file) != "kustomization.yaml"))
        {
            string list = File.ReadAllText(Path.Combine(Path.GetDirectoryName(file)!, "kustomization.yaml"));
            Assert.Contains($"  - {Path.GetFileName(file)}", list.Split('\n'));
        }

        Assert.Equal(
            OverlayTests.All.Select(row => (string)row.Data).Order(),
            Directory.GetDirectories(Path.Combine(root, "overlays")).Select(folder => Path.GetFileName(folder)).Order());
    }
}
