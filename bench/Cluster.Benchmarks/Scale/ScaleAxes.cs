namespace Cluster.Benchmarks.Scale;

/// <summary>Where a number lies in the picture: both axes go by powers, from 1 to 1,000 workers and between powers of ten of tokens.</summary>
/// <param name="Least">Fewest tokens a second.</param>
/// <param name="Most">Most tokens a second.</param>
internal readonly record struct ScaleAxes(double Least, double Most)
{
    /// <summary>Left edge of the drawing.</summary>
    public const double Left = 80;

    /// <summary>Its upper edge.</summary>
    public const double Top = 56;

    /// <summary>Its width.</summary>
    public const double Width = 640;

    /// <summary>Its height.</summary>
    public const double Height = 420;

    /// <summary>Tokens at the lower edge.</summary>
    public double Lowest => Math.Pow(10, Math.Floor(Math.Log10(Least)));

    /// <summary>Tokens at the upper edge.</summary>
    public double Highest => Math.Pow(10, Math.Ceiling(Math.Log10(Most)));

    /// <summary>From the left.</summary>
    public static double X(int workers) => Left + Width * Math.Log(workers) / Math.Log(ScaleInput.Workers[^1]);

    /// <summary>From above.</summary>
    public double Y(double tokens) => Top + Height * (1 - Math.Log(tokens / Lowest) / Math.Log(Highest / Lowest));
}
