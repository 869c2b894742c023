using Cluster.Training.Blobs;
using Cluster.Training.Data.Generators;
using Cluster.Training.Randomness;
using Cluster.Training.Specs;
using Cluster.V1;

namespace Cluster.Training.Data.Series;

/// <summary>
/// A monthly series that looks like the number of sunspots; no number in it was observed. Cycles last 116 to 148 months, one by one
/// at random. In a cycle the level is <c>a x (1 - x)^2 27/4</c>, where x is the elapsed share of the cycle and the peak a is 60 to 200: a steep
/// rise in the first third, then a slow fall. Noise is bell-shaped with a deviation of about 4 + level / 10; nothing is under 0.
/// Column: <c>sunspots</c>. Setting: <c>length</c>, the number of months.
/// </summary>
public sealed class SunspotLike : ISeriesSource
{
    private const int ShortestCycle = 116;
    private const int LongestCycle = 148;
    private const double LowestPeak = 60;
    private const double HighestPeak = 200;

    // The sum of 12 numbers from [0, 1) has deviation 1.
    private const int NoiseTerms = 12;

    /// <inheritdoc/>
    public IReadOnlyList<GeneratorSetting> Settings { get; } = [new("length", 3000, 100, 1_000_000)];

    /// <inheritdoc/>
    public IEnumerable<Violation> Check(SeriesSpec series) => SeriesDataset.CheckNoFiles(series);

    /// <inheritdoc/>
    public void FillDefaults(SeriesSpec series)
    {
    }

    /// <inheritdoc/>
    public IReadOnlyList<string> ColumnsOf(SeriesSpec series) => ["sunspots"];

    /// <inheritdoc/>
    public TimeSeries Read(DataSpec data, BlobStore blobs) => new(ColumnsOf(data.Series), Generate(data.Generator));

    /// <summary>Makes the months, one number each.</summary>
    /// <param name="complete">The settings, defaults filled in.</param>
    public static double[][] Generate(GeneratorSpec complete)
    {
        var random = new CounterRandom(RandomKey.Of(RandomKey.Data, complete.Seed));
        double[][] rows = new double[complete.Length][];
        double peak = 0;
        for (int month = 0, end = 0, cycle = 0; month < rows.Length; month++)
        {
            if (month == end)
            {
                cycle = ShortestCycle + random.NextInt(LongestCycle - ShortestCycle + 1);
                peak = LowestPeak + (HighestPeak - LowestPeak) * random.NextDouble();
                end = month + cycle;
            }

            double x = 1 - (double)(end - month) / cycle;
            double level = peak * x * (1 - x) * (1 - x) * 6.75;
            double noise = -NoiseTerms / 2.0;
            for (int i = 0; i < NoiseTerms; i++) noise += random.NextDouble();
            rows[month] = [Math.Max(0, level + noise * (4 + level / 10))];
        }

        return rows;
    }
}
