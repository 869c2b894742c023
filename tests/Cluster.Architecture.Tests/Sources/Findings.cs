namespace Cluster.Architecture.Tests.Sources;

/// <summary>Fails a test with every place that breaks a rule, each on its own line.</summary>
internal static class Findings
{
    /// <summary>Fails unless there are no findings.</summary>
    /// <param name="rule">The rule, as a sentence.</param>
    /// <param name="findings">Where it is broken, and how.</param>
    public static void AssertNone(string rule, IEnumerable<string> findings)
    {
        List<string> all = findings.ToList();
        if (all.Count > 0)
            Assert.Fail($"{rule}{Environment.NewLine}  {string.Join(Environment.NewLine + "  ", all)}");
    }
}
