namespace Cluster.Models.Tests.Equations;

/// <summary>The recurrences, from a zero state; each returns the state after every step.</summary>
internal static class ReferenceCells
{
    /// <summary>h' = tanh(W x + b + U h).</summary>
    public static double[][] SimpleRnn(Matrix w, Matrix u, Matrix b, double[][] flow, double[]? onInput, double[]? onState)
    {
        double[] h = new double[u.Columns];
        return Array.ConvertAll(flow, x =>
        {
            double[] fromInput = w.Affine(Masked(x, onInput), b);
            double[] fromState = u.Times(Masked(h, onState));
            return h = [.. fromInput.Zip(fromState, (a, c) => Math.Tanh(a + c))];
        });
    }

    /// <summary>c' = f c + i g, h' = o tanh(c'), with the gates in the order i, f, g, o.</summary>
    public static double[][] Lstm(Matrix w, Matrix u, Matrix b, double[][] flow, double[]? onInput, double[]? onState)
    {
        int units = u.Columns;
        double[] h = new double[units];
        double[] c = new double[units];
        return Array.ConvertAll(flow, x =>
        {
            double[] fromInput = w.Affine(Masked(x, onInput), b);
            double[] fromState = u.Times(Masked(h, onState));
            h = new double[units];
            for (int k = 0; k < units; k++)
            {
                double Gate(int gate) => fromInput[gate * units + k] + fromState[gate * units + k];
                c[k] = Sigmoid(Gate(1)) * c[k] + Sigmoid(Gate(0)) * Math.Tanh(Gate(2));
                h[k] = Sigmoid(Gate(3)) * Math.Tanh(c[k]);
            }

            return h;
        });
    }

    /// <summary>n = tanh(x_n + r h_n), h' = (1 - z) n + z h, with the gates in the order r, z, n and a bias on both products.</summary>
    public static double[][] Gru(Matrix w, Matrix u, Matrix b, Matrix d, double[][] flow, double[]? onInput, double[]? onState)
    {
        int units = u.Columns;
        double[] h = new double[units];
        return Array.ConvertAll(flow, x =>
        {
            double[] fromInput = w.Affine(Masked(x, onInput), b);
            double[] fromState = u.Affine(Masked(h, onState), d);
            double[] after = new double[units];
            for (int k = 0; k < units; k++)
            {
                double r = Sigmoid(fromInput[k] + fromState[k]);
                double z = Sigmoid(fromInput[units + k] + fromState[units + k]);
                double n = Math.Tanh(fromInput[2 * units + k] + r * fromState[2 * units + k]);
                after[k] = (1 - z) * n + z * h[k];
            }

            return h = after;
        });
    }

    public static double Sigmoid(double x) => 1 / (1 + Math.Exp(-x));

    private static double[] Masked(double[] x, double[]? mask) => mask is null ? x : [.. x.Zip(mask, (value, factor) => value * factor)];
}
