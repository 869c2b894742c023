using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;
using Cluster.Training.Randomness;

namespace Cluster.Training.Layers;

/// <summary>
/// Fills a matrix with orthonormal columns, or rows if it is wider than tall, that point in uniformly random directions.
/// </summary>
/// <remarks>
/// Saxe et al. 2014, https://arxiv.org/abs/1312.6120. It is the factor Q of A = Q R for a tall matrix A of normal numbers, R with
/// a positive diagonal, transposed for a wide one. Keras keeps a recurrent kernel as [H, 4H], so its orthonormal rows are the columns of PyTorch's [4H, H].
/// </remarks>
internal static class OrthogonalInitializer
{
    /// <summary>Writes the matrix row by row; computed in float64.</summary>
    public static void Fill(Span<float> values, IReadOnlyList<int> shape, ulong key)
    {
        (int rows, int columns) = (shape[0], shape[1]);
        (int length, int count) = (Math.Max(rows, columns), Math.Min(rows, columns));
        var random = new CounterRandom(key);
        double[][] basis = new double[count][];
        for (int j = 0; j < count; j++)
        {
            basis[j] = new double[length];
            foreach (ref double entry in basis[j].AsSpan()) entry = random.NextNormal();
        }

        Orthonormalize(basis);
        for (int i = 0; i < rows; i++)
        {
            for (int j = 0; j < columns; j++) values[i * columns + j] = (float)(rows >= columns ? basis[j][i] : basis[i][j]);
        }
    }

    /// <summary>
    /// Gram and Schmidt, modified: each vector loses its part along all before it, then gets length 1. That is the QR
    /// factorization whose R has a positive diagonal. What one pass lacks in orthogonality is the rounding of float64 times
    /// the condition number: near 3 for four gates, and for one gate about the number of units, so still far below float32.
    /// </summary>
    private static void Orthonormalize(double[][] basis)
    {
        for (int j = 0; j < basis.Length; j++)
        {
            ReadOnlySpan<double> direction = basis[j];
            Scale(basis[j], 1 / Math.Sqrt(Dot(direction, direction)));
            for (int k = j + 1; k < basis.Length; k++) Subtract(basis[k], direction, Dot(direction, basis[k]));
        }
    }

    /// <summary>Eight partial sums whatever the processor, so the same bits on every machine.</summary>
    private static double Dot(ReadOnlySpan<double> a, ReadOnlySpan<double> b)
    {
        ReadOnlySpan<Vector512<double>> x = MemoryMarshal.Cast<double, Vector512<double>>(a);
        ReadOnlySpan<Vector512<double>> y = MemoryMarshal.Cast<double, Vector512<double>>(b);
        Vector512<double> partial = Vector512<double>.Zero;
        for (int i = 0; i < x.Length; i++) partial += x[i] * y[i];
        double sum = 0;
        for (int i = 0; i < Vector512<double>.Count; i++) sum += partial[i];
        for (int i = x.Length * Vector512<double>.Count; i < a.Length; i++) sum += a[i] * b[i];
        return sum;
    }

    private static void Subtract(Span<double> a, ReadOnlySpan<double> b, double factor)
    {
        Span<Vector512<double>> x = MemoryMarshal.Cast<double, Vector512<double>>(a);
        ReadOnlySpan<Vector512<double>> y = MemoryMarshal.Cast<double, Vector512<double>>(b);
        for (int i = 0; i < x.Length; i++) x[i] -= y[i] * factor;
        for (int i = x.Length * Vector512<double>.Count; i < a.Length; i++) a[i] -= b[i] * factor;
    }

    private static void Scale(Span<double> a, double factor)
    {
        foreach (ref double value in a) value *= factor;
    }
}
