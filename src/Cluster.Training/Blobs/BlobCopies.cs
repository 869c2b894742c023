using System.Buffers.Binary;
using System.Globalization;
using System.Security.Cryptography;
using System.Text;

namespace Cluster.Training.Blobs;

/// <summary>
/// Decides who copies a blob, so that each is on at least two silos. All silos decide alike from the same facts, without asking each other;
/// where they know different facts a blob gets one copy more, which does no harm.
/// </summary>
public static class BlobCopies
{
    /// <summary>Silos that a blob should be on, where there are so many.</summary>
    public const int Wanted = 2;

    /// <summary>Decides about one blob.</summary>
    /// <param name="sha256">Its address.</param>
    /// <param name="silos">All silos that live.</param>
    /// <param name="holders">Those of them that have it.</param>
    public static CopyDecision Decide(string sha256, IReadOnlyCollection<string> silos, IReadOnlyCollection<string> holders)
    {
        if (holders.Count == 0) return new CopyDecision([], "no silo that lives has it");
        int missing = Math.Min(Wanted, silos.Count) - holders.Count;
        if (missing <= 0) return new CopyDecision([], Text($"{holders.Count} of {silos.Count} silos have it"));
        string[] chosen = [.. Ranked(sha256, silos.Except(holders)).Take(missing)];
        return new CopyDecision(chosen, Text($"{holders.Count} of {silos.Count} silos have it: {string.Join(", ", chosen)} copy it"));
    }

    // By a hash of both names, so that copies spread evenly, and few of them move when a silo comes or goes.
    private static IEnumerable<string> Ranked(string sha256, IEnumerable<string> silos) =>
        silos.OrderBy(silo => BinaryPrimitives.ReadUInt64BigEndian(SHA256.HashData(Encoding.UTF8.GetBytes($"{sha256} {silo}")))).ThenBy(silo => silo, StringComparer.Ordinal);

    private static string Text(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);
}
