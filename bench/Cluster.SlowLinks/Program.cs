using System.Globalization;
using Cluster.SlowLinks;
using Cluster.SlowLinks.Links;

// How much of its speed a job keeps when the links between its silos become slow. Both runs come to the same weights, or the program fails.
// Usage: dotnet run -c Release --project bench/Cluster.SlowLinks [-- MBIT_PER_SECOND [DELAY_IN_MS [UNITS [LOCAL_STEPS]]]]
double megabits = Argument(0, 100), delay = Argument(1, 50);
int units = (int)Argument(2, 128), localSteps = (int)Argument(3, 68);
var speed = new LinkSpeed(megabits * 1e6, TimeSpan.FromMilliseconds(delay));

// Code is compiled in the first run, which would make links look faster than they are.
await LinkedRun.Train(Workload.Steps(units), link: null);

Console.WriteLine("| mode | link | median seconds a round or step | examples/s | share of the speed without the link | SHA-256 of weights |");
Console.WriteLine("| --- | --- | ---: | ---: | ---: | --- |");
bool equal = await Compare($"rounds of at most {localSteps}, 4 bits", Workload.Rounds(units, localSteps));
equal &= await Compare("every step, 32 bits", Workload.Steps(units));
return equal ? 0 : 1;

async Task<bool> Compare(string mode, Cluster.V1.JobSpec spec)
{
    Measured without = await LinkedRun.Train(spec, link: null), with = await LinkedRun.Train(spec, speed);
    Print("none", without, 1);
    Print(string.Create(CultureInfo.InvariantCulture, $"{megabits:0.##} Mbit/s, {delay:0.##} ms each way"), with, with.ExamplesPerSecond / without.ExamplesPerSecond);
    return without.WeightsSha256 == with.WeightsSha256;

    void Print(string link, Measured run, double share) => Console.WriteLine(string.Create(
        CultureInfo.InvariantCulture,
        $"| {mode} | {link} | {run.MedianSeconds:0.000} | {run.ExamplesPerSecond:0} | {share:0.000} | {run.WeightsSha256[..16]} |"));
}

double Argument(int index, double usual) => index < args.Length ? double.Parse(args[index], CultureInfo.InvariantCulture) : usual;
