using System.Globalization;

namespace Cluster.Training.Specs;

/// <summary>Checks fields one by one and keeps what is wrong.</summary>
internal sealed class FieldChecks
{
    private readonly List<Violation> _violations = [];

    /// <summary>Everything that was wrong so far.</summary>
    public IReadOnlyList<Violation> Violations => _violations;

    /// <summary>Keeps a violation.</summary>
    public void Add(string field, string description) => _violations.Add(new Violation(field, description));

    /// <summary>Keeps violations found elsewhere.</summary>
    public void Add(IEnumerable<Violation> violations) => _violations.AddRange(violations);

    /// <summary>Requires low &lt;= value &lt;= high.</summary>
    public void Within(string field, int value, int low, int high)
    {
        if (value < low || value > high) Add(field, Sentence($"Must be {low} to {high}; it is {value}."));
    }

    /// <summary>Requires value &gt;= low.</summary>
    public void AtLeast(string field, long value, long low)
    {
        if (value < low) Add(field, Sentence($"Must be at least {low}; it is {value}."));
    }

    /// <summary>Requires a finite value over 0.</summary>
    public void Positive(string field, float value)
    {
        if (!float.IsFinite(value) || value <= 0) Add(field, Sentence($"Must be a finite number over 0; it is {value}."));
    }

    /// <summary>Requires a finite value of at least 0.</summary>
    public void NotNegative(string field, float value)
    {
        if (!float.IsFinite(value) || value < 0) Add(field, Sentence($"Must be a finite number of at least 0; it is {value}."));
    }

    /// <summary>Requires 0 &lt;= value &lt; 1.</summary>
    /// <returns>Whether it is so.</returns>
    public bool Share(string field, double value)
    {
        bool valid = value is >= 0 and < 1;
        if (!valid) Add(field, Sentence($"Must be at least 0 and under 1; it is {value}."));
        return valid;
    }

    /// <summary>Requires 0 &lt;= value &lt; 1; apart from the other one so that a float is told with its own digits.</summary>
    public void Share(string field, float value)
    {
        if (value is not (>= 0 and < 1)) Add(field, Sentence($"Must be at least 0 and under 1; it is {value}."));
    }

    /// <summary>Requires 0 &lt;= value &lt;= 1, with or without the ends.</summary>
    public void Share(string field, float value, bool zero, bool one)
    {
        if (value is > 0 and < 1 || (zero && value == 0) || (one && value == 1)) return;
        Add(field, Sentence($"Must be {(zero ? "at least" : "over")} 0 and {(one ? "at most" : "under")} 1; it is {value}."));
    }

    private static string Sentence(FormattableString sentence) => sentence.ToString(CultureInfo.InvariantCulture);
}
