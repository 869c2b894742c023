using System.Globalization;
using Cluster.Datasets;
using Cluster.V1;

try
{
    switch (args)
    {
        case ["fuzz", "--seconds", var seconds, "--seed", var seed]:
            TimeSpan duration = TimeSpan.FromSeconds(double.Parse(seconds, CultureInfo.InvariantCulture));
            return new ReaderFuzz(int.Parse(seed, CultureInfo.InvariantCulture)).Run(duration) == 0 ? 0 : 1;
        case [var dataset, var seed, var validation, var test, var folder]:
            var shares = new SplitSpec
            {
                Validation = double.Parse(validation, CultureInfo.InvariantCulture),
                Test = double.Parse(test, CultureInfo.InvariantCulture),
            };
            SplitExport.Write(dataset, uint.Parse(seed, CultureInfo.InvariantCulture), shares, folder);
            return 0;
        default:
            Console.Error.WriteLine("usage: Cluster.Datasets DATASET SEED VALIDATION-SHARE TEST-SHARE FOLDER\n       Cluster.Datasets fuzz --seconds N --seed S");
            return 2;
    }
}
catch (Exception error) when (error is FormatException or OverflowException or InvalidDataException or IOException)
{
    Console.Error.WriteLine(error.Message);
    return 1;
}
