namespace Cluster.Training.Schedules;

/// <summary>
/// Powers and cosines from additions, multiplications and square roots, which IEEE 754 rounds the same everywhere: a run that moves to
/// another machine keeps its rates bit for bit. The C library's pow and cos promise nothing of that kind.
/// </summary>
public static class PortableMath
{
    private const int FractionBits = 53;

    /// <summary>Returns value ^ (whole + fraction).</summary>
    /// <param name="value">Over 0.</param>
    /// <param name="whole">At least 0.</param>
    /// <param name="fraction">From [0, 1).</param>
    public static double Power(double value, long whole, double fraction)
    {
        double power = 1;
        for (double square = value; whole > 0; whole >>= 1, square *= square)
            if ((whole & 1) == 1) power *= square;

        // Bit by bit: the first binary place stands for the square root, the next for the root of that, and so on.
        double root = value;
        for (int bit = 0; bit < FractionBits && fraction > 0; bit++)
        {
            root = Math.Sqrt(root);
            fraction *= 2;
            if (fraction < 1) continue;
            power *= root;
            fraction -= 1;
        }

        return power;
    }

    /// <summary>Returns cos(pi * x).</summary>
    /// <param name="x">From [0, 1].</param>
    public static double CosPi(double x)
    {
        // cos(pi x) = -sin(pi (x - 1/2)): the series has its best digits where the argument is small.
        double angle = Math.PI * (x - 0.5), square = angle * angle, term = angle, sine = angle;
        for (int n = 2; n <= 26; n += 2)
        {
            term *= -square / (n * (n + 1));
            sine += term;
        }

        return -sine;
    }
}
