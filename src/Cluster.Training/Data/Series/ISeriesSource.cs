using Cluster.Training.Data.Generators;
using Cluster.V1;

namespace Cluster.Training.Data.Series;

/// <summary>A table of numbers in order of time.</summary>
public interface ISeriesSource
{
    /// <summary>Column names.</summary>
    IReadOnlyList<string> Columns { get; }

    /// <summary>Settings that are read, apart from the seed; empty for a series that is not generated.</summary>
    IReadOnlyList<GeneratorSetting> Settings { get; }

    /// <summary>Reads the rows in order of time, one number a column each.</summary>
    /// <param name="complete">The settings, defaults filled in.</param>
    /// <exception cref="InvalidDataException">The source cannot be read; the message is for the user.</exception>
    double[][] Read(GeneratorSpec complete);
}
