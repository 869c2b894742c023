using Cluster.Training.Randomness;

namespace Cluster.Training.Data;

/// <summary>
/// A number for a set of examples, made where their batch is made, so that anyone can check afterwards which examples were used: the sum,
/// modulo 2^64, of <see cref="RandomKey.Mix"/>(index + 1) over the examples. The ledgers of an epoch's steps add up to that of the
/// whole training split if, and all but certainly only if, each example was used exactly once.
/// </summary>
public static class ExampleLedger
{
    /// <summary>Returns the number of some examples; 0 for none.</summary>
    /// <param name="examples">Indexes into the split, in any order.</param>
    public static ulong Of(IEnumerable<int> examples)
    {
        ulong sum = 0;
        foreach (int example in examples) sum = unchecked(sum + RandomKey.Mix((ulong)example + 1));
        return sum;
    }
}
