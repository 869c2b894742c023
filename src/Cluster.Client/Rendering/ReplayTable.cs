using System.Globalization;
using Cluster.V1;

namespace Cluster.Client.Rendering;

/// <summary>A step that was made again, beside what was logged of it. Numbers have all their digits, so equal ones look equal.</summary>
internal static class ReplayTable
{
    /// <summary>Writes the comparison.</summary>
    public static void Write(ReplayedStep replayed, TextWriter output)
    {
        TextTable table = new("STEP", "LOGGED", "REPLAYED");
        table.Add("loss", Exact(replayed.Logged.Loss), Exact(replayed.Loss));
        table.Add("gradient norm", Exact(replayed.Logged.GradientNorm), Exact(replayed.GradientNorm));
        table.Write(output);
        string from = replayed.FromStep == 0 ? "the initial parameters" : Invariant($"the checkpoint of step {replayed.FromStep}");
        output.WriteLine(Invariant($"step {replayed.Step}, made again from {from} on silo {replayed.Worker} in {replayed.Seconds:0.0} s: ")
            + (replayed.Equal ? "equal in every bit" : "NOT equal"));
    }

    private static string Exact(double value) => value.ToString("R", CultureInfo.InvariantCulture);

    private static string Invariant(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);
}
