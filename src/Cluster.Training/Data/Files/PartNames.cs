using Cluster.V1;

namespace Cluster.Training.Data.Files;

/// <summary>What a file's examples are for, by its name: the layout that Hugging Face's hub and Universal Dependencies use.</summary>
internal static class PartNames
{
    private static readonly Dictionary<string, DatasetFile.Types.Part> Words = new(StringComparer.OrdinalIgnoreCase)
    {
        ["train"] = DatasetFile.Types.Part.Training,
        ["training"] = DatasetFile.Types.Part.Training,
        ["validation"] = DatasetFile.Types.Part.Validation,
        ["valid"] = DatasetFile.Types.Part.Validation,
        ["val"] = DatasetFile.Types.Part.Validation,
        ["dev"] = DatasetFile.Types.Part.Validation,
        ["test"] = DatasetFile.Types.Part.Test,
        ["testing"] = DatasetFile.Types.Part.Test,
        ["eval"] = DatasetFile.Types.Part.Test,
        ["evaluation"] = DatasetFile.Types.Part.Test,
    };

    /// <summary>The part of a file, such as that of <c>train-00000-of-00003.parquet</c>. A name with words of two parts says nothing.</summary>
    public static DatasetFile.Types.Part Of(string name)
    {
        string[] letters = string.Concat(name.Select(c => char.IsLetter(c) ? c : ' ')).Split(' ');
        DatasetFile.Types.Part[] parts = [.. letters.Select(word => Words.GetValueOrDefault(word)).Where(part => part != default).Distinct()];
        return parts is [var only] ? only : DatasetFile.Types.Part.Unspecified;
    }
}
