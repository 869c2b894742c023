using System.Reflection.Metadata;
using System.Reflection.PortableExecutable;
using Cluster.Architecture.Tests.Sources;

namespace Cluster.Architecture.Tests.References;

/// <summary>What the compiler wrote into an assembly of the product. The file is read, nothing of it is loaded.</summary>
internal sealed class CompiledAssembly
{
    private CompiledAssembly(MetadataReader reader)
    {
        References = reader.AssemblyReferences
            .Select(handle => reader.GetString(reader.GetAssemblyReference(handle).Name))
            .Order(StringComparer.Ordinal).ToList();
        Members = reader.MemberReferences.Select(handle => MemberName(reader, handle)).OfType<string>().ToHashSet();
    }

    /// <summary>Names of the assemblies it uses, sorted.</summary>
    public IReadOnlyList<string> References { get; }

    /// <summary>Members of other assemblies it uses, such as <c>System.DateTime.get_Now</c>.</summary>
    public IReadOnlySet<string> Members { get; }

    /// <summary>Reads the assembly of a project under src. The build of these tests builds it first.</summary>
    public static CompiledAssembly Read(string project)
    {
        string configuration = Path.GetFileName(AppContext.BaseDirectory.TrimEnd(Path.DirectorySeparatorChar));
        string file = $"{ProjectFile.Read(project).AssemblyName}.dll";
        string path = Path.Combine(RepositoryFiles.Root, "artifacts", "bin", project, configuration, file);
        return ReadFile(path);
    }

    /// <summary>Reads the assembly of these tests.</summary>
    public static CompiledAssembly ReadThis() => ReadFile(typeof(CompiledAssembly).Assembly.Location);

    private static CompiledAssembly ReadFile(string path)
    {
        using PEReader image = new(File.OpenRead(path));
        return new CompiledAssembly(image.GetMetadataReader());
    }

    // Null for members of generic instances and arrays: none of them is of interest to a rule.
    private static string? MemberName(MetadataReader reader, MemberReferenceHandle handle)
    {
        MemberReference member = reader.GetMemberReference(handle);
        if (member.Parent.Kind != HandleKind.TypeReference)
            return null;
        TypeReference type = reader.GetTypeReference((TypeReferenceHandle)member.Parent);
        return $"{reader.GetString(type.Namespace)}.{reader.GetString(type.Name)}.{reader.GetString(member.Name)}";
    }
}
