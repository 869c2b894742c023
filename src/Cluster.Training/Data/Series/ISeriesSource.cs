using Cluster.Training.Blobs;
using Cluster.Training.Data.Generators;
using Cluster.Training.Specs;
using Cluster.V1;

namespace Cluster.Training.Data.Series;

/// <summary>Where a series comes from: a generator or files.</summary>
public interface ISeriesSource
{
    /// <summary>Settings of a generator that are read, apart from the seed; empty for a series that is not generated.</summary>
    IReadOnlyList<GeneratorSetting> Settings { get; }

    /// <summary>Says what is wrong with <c>time</c>, <c>id</c> and <c>value</c> of <c>data.series</c>.</summary>
    /// <param name="series">As the user gave it.</param>
    IEnumerable<Violation> Check(SeriesSpec series);

    /// <summary>Fills in <c>time</c> and <c>value</c> where the user left them out, in place.</summary>
    /// <param name="series">Valid settings.</param>
    void FillDefaults(SeriesSpec series);

    /// <summary>Names of the series' columns; null where only the data tells.</summary>
    /// <param name="series">Valid settings, defaults filled in or not.</param>
    IReadOnlyList<string>? ColumnsOf(SeriesSpec series);

    /// <summary>Reads the rows in order of time, one number a column each.</summary>
    /// <param name="data">The data of a resolved spec.</param>
    /// <param name="blobs">Holds the files of a dataset that was pushed.</param>
    /// <exception cref="InvalidDataException">The source cannot be read; the message is for the user.</exception>
    TimeSeries Read(DataSpec data, BlobStore blobs);
}
