namespace Cluster.Training.Data;

/// <summary>How many records go into which split.</summary>
/// <param name="Training">Records to train on.</param>
/// <param name="Validation">Records for validation.</param>
/// <param name="Test">Records for the test.</param>
internal readonly record struct SplitSizes(int Training, int Validation, int Test)
{
    /// <summary>Shares rounded to the nearest integer, half away from zero; training takes what is left.</summary>
    public static SplitSizes Round(int count, double validation, double test)
    {
        int tested = (int)Math.Round(test * count, MidpointRounding.AwayFromZero);
        int validated = Math.Min((int)Math.Round(validation * count, MidpointRounding.AwayFromZero), count - tested);
        return new SplitSizes(count - tested - validated, validated, tested);
    }

    /// <summary>
    /// Shares by largest remainder, so that each is within one of its exact value, and training is never left empty. Of equal remainders the
    /// test goes first, then validation.
    /// </summary>
    public static SplitSizes Apportion(int count, double validation, double test)
    {
        double[] exact = [test * count, validation * count, (1 - validation - test) * count];
        int[] sizes = Array.ConvertAll(exact, value => (int)value);
        int left = count - sizes.Sum();
        if (sizes[2] == 0 && left > 0)
        {
            sizes[2] = 1;
            left--;
        }

        // OrderByDescending is stable.
        foreach (int part in Enumerable.Range(0, sizes.Length).OrderByDescending(part => exact[part] - sizes[part]).Take(left)) sizes[part]++;
        return new SplitSizes(sizes[2], sizes[1], sizes[0]);
    }
}
