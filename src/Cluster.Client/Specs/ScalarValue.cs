using System.Globalization;
using Google.Protobuf.Reflection;

namespace Cluster.Client.Specs;

/// <summary>Reads a written value as the type of a field.</summary>
internal static class ScalarValue
{
    /// <summary>Returns the value, or a sentence that says what was expected.</summary>
    /// <returns>A bool, decimal (whole numbers), double or string; or null and the problem.</returns>
    public static (object? Value, string? Problem) Read(FieldDescriptor field, SpecScalar scalar) => field.FieldType switch
    {
        FieldType.String => (scalar.Text, null),
        FieldType.Bool => Bool(scalar),
        FieldType.Enum => Name(field.EnumType, scalar),
        FieldType.Float => Number(scalar, float.MaxValue),
        FieldType.Double => Number(scalar, double.MaxValue),
        FieldType.Int32 => Whole(scalar, int.MinValue, int.MaxValue),
        FieldType.UInt32 => Whole(scalar, uint.MinValue, uint.MaxValue),
        FieldType.Int64 => Whole(scalar, long.MinValue, long.MaxValue),
        FieldType.UInt64 => Whole(scalar, ulong.MinValue, ulong.MaxValue),
        _ => throw new NotSupportedException($"A spec has no fields of type {field.FieldType}."),
    };

    private static (object?, string?) Bool(SpecScalar scalar) => scalar.Text switch
    {
        "true" or "True" or "TRUE" => (true, null),
        "false" or "False" or "FALSE" => (false, null),
        _ => (null, $"Must be true or false, not \"{scalar.Text}\"."),
    };

    private static (object?, string?) Name(EnumDescriptor type, SpecScalar scalar)
    {
        // Value 0 of an enum stands for "not given" and is not for people.
        List<string> known = [.. type.Values.Where(value => value.Number != 0).Select(value => value.Name)];
        if (known.Contains(scalar.Text))
            return (scalar.Text, null);
        string? nearest = Suggestion.Nearest(scalar.Text, known);
        string hint = nearest is null ? $"Known: {string.Join(", ", known)}." : $"Did you mean {nearest}?";
        return (null, $"There is no value \"{scalar.Text}\". {hint}");
    }

    private static (object?, string?) Number(SpecScalar scalar, double largest) =>
        double.TryParse(scalar.Text, NumberStyles.Float, CultureInfo.InvariantCulture, out double value) && Math.Abs(value) <= largest
            ? (value, null)
            : (null, $"Must be a number, not \"{scalar.Text}\".");

    private static (object?, string?) Whole(SpecScalar scalar, decimal smallest, decimal largest)
    {
        bool isWhole = decimal.TryParse(scalar.Text, NumberStyles.Float, CultureInfo.InvariantCulture, out decimal value)
            && decimal.IsInteger(value);
        if (!isWhole)
            return (null, $"Must be a whole number, not \"{scalar.Text}\".");
        return value >= smallest && value <= largest
            ? (value, null)
            : (null, string.Create(CultureInfo.InvariantCulture, $"Must be from {smallest} to {largest}, not {scalar.Text}."));
    }
}
