namespace Cluster.Models.Tests.Equations;

/// <summary>A view of a flat vector as [rows, columns].</summary>
internal readonly record struct Matrix(double[] Values, int Offset, int Rows, int Columns)
{
    public double this[int row, int column] => Values[Offset + row * Columns + column];

    public double[] Row(int row) => Values.AsSpan(Offset + row * Columns, Columns).ToArray();

    /// <summary>M x.</summary>
    public double[] Times(double[] x)
    {
        double[] result = new double[Rows];
        for (int i = 0; i < Rows; i++)
        {
            for (int j = 0; j < Columns; j++) result[i] += this[i, j] * x[j];
        }

        return result;
    }

    /// <summary>M x + b.</summary>
    public double[] Affine(double[] x, Matrix bias)
    {
        double[] result = Times(x);
        for (int i = 0; i < Rows; i++) result[i] += bias[i, 0];
        return result;
    }
}
