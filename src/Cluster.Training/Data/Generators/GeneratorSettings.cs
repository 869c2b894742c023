using System.Globalization;
using Cluster.Training.Specs;
using Cluster.V1;
using Google.Protobuf.Reflection;

namespace Cluster.Training.Data.Generators;

/// <summary>Checks and completes the settings of a generator by the table of those it reads.</summary>
internal static class GeneratorSettings
{
    private const string Path = "data.generator";

    /// <summary>Everything wrong with the settings as given: such as are not read, and such as are out of range.</summary>
    public static IEnumerable<Violation> Check(GeneratorSpec given, IReadOnlyList<GeneratorSetting> settings)
    {
        foreach (FieldDescriptor field in Fields().Where(field => field.Accessor.HasValue(given)))
        {
            GeneratorSetting? setting = settings.FirstOrDefault(setting => setting.Name == field.Name);
            int value = ValueOf(given, field);
            if (setting is null)
                yield return new Violation($"{Path}.{field.JsonName}", $"Is not read here; the settings are {Names(settings)}.");
            else if (value < setting.Low || value > setting.High)
                yield return new Violation($"{Path}.{field.JsonName}", FormattableString.Invariant($"Must be {setting.Low} to {setting.High}; it is {value}."));
        }
    }

    /// <summary>Sets what is not set, in place.</summary>
    public static void Fill(GeneratorSpec generator, IReadOnlyList<GeneratorSetting> settings, uint seed)
    {
        foreach (FieldDescriptor field in Fields().Where(field => !field.Accessor.HasValue(generator)))
        {
            GeneratorSetting? setting = settings.FirstOrDefault(setting => setting.Name == field.Name);
            if (setting is null) continue;
            field.Accessor.SetValue(generator, field.FieldType == FieldType.Bool ? setting.Default != 0 : (object)setting.Default);
        }

        if (!generator.HasSeed) generator.Seed = seed;
    }

    private static string Names(IReadOnlyList<GeneratorSetting> settings) => Sentence.List(
        Fields().Where(field => settings.Any(setting => setting.Name == field.Name)).Select(field => field.JsonName).Append("seed"));

    // Every generator reads the seed, and every number is one.
    private static IEnumerable<FieldDescriptor> Fields() =>
        GeneratorSpec.Descriptor.Fields.InDeclarationOrder().Where(field => field.FieldNumber != GeneratorSpec.SeedFieldNumber);

    private static int ValueOf(GeneratorSpec generator, FieldDescriptor field) =>
        Convert.ToInt32(field.Accessor.GetValue(generator), CultureInfo.InvariantCulture);
}
