using System.Globalization;
using Cluster.Datasets;
using Cluster.V1;

if (args.Length != 5)
{
    Console.Error.WriteLine("usage: Cluster.Datasets DATASET SEED VALIDATION-SHARE TEST-SHARE FOLDER");
    return 2;
}

try
{
    var shares = new SplitSpec
    {
        Validation = double.Parse(args[2], CultureInfo.InvariantCulture),
        Test = double.Parse(args[3], CultureInfo.InvariantCulture),
    };
    SplitExport.Write(args[0], uint.Parse(args[1], CultureInfo.InvariantCulture), shares, args[4]);
    return 0;
}
catch (Exception error) when (error is FormatException or OverflowException or InvalidDataException or IOException)
{
    Console.Error.WriteLine(error.Message);
    return 1;
}
