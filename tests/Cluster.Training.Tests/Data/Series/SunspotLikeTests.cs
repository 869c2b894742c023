using Cluster.Training.Data.Series;
using Cluster.V1;

namespace Cluster.Training.Tests.Data.Series;

public class SunspotLikeTests
{
    private static readonly double[] Months = Read(seed: 1);

    [Fact]
    public void Nothing_is_negative_and_peaks_are_those_of_sunspots()
    {
        Assert.All(Months, value => Assert.InRange(value, 0, 400));
        double[] smooth = Smooth();
        Assert.InRange(smooth.Max(), 150, 230);
        Assert.InRange(smooth.Min(), 0, 10);
    }

    [Fact]
    public void Cycles_last_some_eleven_years_and_rise_faster_than_they_fall()
    {
        double[] smooth = Smooth();
        // Local extremes of the smoothed series over at least four years on both sides.
        int[] peaks = [.. Enumerable.Range(48, smooth.Length - 96).Where(t => smooth[t] == smooth[(t - 48)..(t + 49)].Max())];
        int[] valleys = [.. peaks.Zip(peaks.Skip(1), (a, b) => a + Array.IndexOf(smooth[a..b], smooth[a..b].Min()))];
        double[] lengths = [.. peaks.Zip(peaks.Skip(1), (a, b) => (double)(b - a))];
        Assert.InRange(peaks.Length, 20, 24);
        Assert.InRange(lengths.Average(), 122, 142);
        double fall = valleys.Zip(peaks, (valley, peak) => valley - peak).Average(), rise = peaks.Skip(1).Zip(valleys, (peak, valley) => peak - valley).Average();
        Assert.True(rise * 1.3 < fall, $"{rise} months up, {fall} down");
    }

    [Fact]
    public void The_seed_alone_decides()
    {
        Assert.Equal([0, 13.100318222552321, 29.098016932151836], Months[..3]);
        Assert.NotEqual(Months, Read(seed: 2));
    }

    /// <summary>The mean over 13 months, as observers of the sun smooth.</summary>
    private static double[] Smooth() => [.. Enumerable.Range(6, Months.Length - 12).Select(t => Months[(t - 6)..(t + 7)].Average())];

    private static double[] Read(uint seed) => [.. SunspotLike.Generate(new GeneratorSpec { Length = 3000, Seed = seed }).Select(row => row[0])];
}
