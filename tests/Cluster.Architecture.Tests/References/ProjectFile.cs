using System.Xml.Linq;
using Cluster.Architecture.Tests.Sources;

namespace Cluster.Architecture.Tests.References;

/// <summary>What a project of the product asks for in its project file.</summary>
internal sealed class ProjectFile
{
    private readonly XDocument _content;

    /// <summary>Parses the content of a project file.</summary>
    public ProjectFile(string name, string content)
    {
        Name = name;
        _content = XDocument.Parse(content);
    }

    /// <summary>Name of the project, which is that of its folder.</summary>
    public string Name { get; }

    /// <summary>Name of the assembly it builds.</summary>
    public string AssemblyName => _content.Descendants("AssemblyName").SingleOrDefault()?.Value ?? Name;

    /// <summary>Names of the projects whose output it compiles against, sorted. Those that are only built before it do not count.</summary>
    public IReadOnlyList<string> Projects => _content.Descendants("ProjectReference")
        .Where(reference => Text(reference, "ReferenceOutputAssembly") != "false")
        .Select(reference => Path.GetFileNameWithoutExtension(Text(reference, "Include")))
        .Order(StringComparer.Ordinal).ToList();

    /// <summary>Names of its packages, frameworks and SDK. Packages kept private, such as a code generator, do not count.</summary>
    public IReadOnlyList<string> Libraries => _content.Descendants("PackageReference")
        .Where(reference => Text(reference, "PrivateAssets") != "all")
        .Concat(_content.Descendants("FrameworkReference"))
        .Select(reference => Text(reference, "Include"))
        .Append(Text(_content.Root!, "Sdk")).ToList();

    /// <summary>Reads the file of a project under src.</summary>
    public static ProjectFile Read(string name) => new(name, RepositoryFiles.Read($"src/{name}/{name}.csproj"));

    private static string Text(XElement element, string attribute) => element.Attribute(attribute)?.Value ?? "";
}
