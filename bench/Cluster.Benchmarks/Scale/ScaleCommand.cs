using System.CommandLine;

namespace Cluster.Benchmarks.Scale;

/// <summary><c>scale</c>: predicts a step of up to 1,000 workers, from the trainer's own plans and measured costs.</summary>
internal static class ScaleCommand
{
    /// <summary>Makes the command.</summary>
    public static Command Create()
    {
        ScaleOptions options = new();
        Option<FileInfo?> plot = new("--plot") { Description = "Also draw the prediction into this SVG file" };
        Option<string> output = new("--output") { Description = "Form of the result", DefaultValueFactory = _ => "text" };
        output.AcceptOnlyFromAmong("text", "json");
        Command command = new("scale", "Predicts the time of a step for 1 to 1,000 workers at several link speeds; measures nothing");
        options.AddTo(command);
        command.Options.Add(plot);
        command.Options.Add(output);
        command.SetAction(arguments =>
        {
            ScaleInput input = options.Read(arguments);
            IReadOnlyList<ScaleCurve> curves = input.Curves();
            if (arguments.GetValue(plot) is { } file) File.WriteAllText(file.FullName, ScalePlot.Draw(input, curves));
            Console.WriteLine(arguments.GetValue(output) == "json" ? ScaleJson.Write(input, curves) : ScaleTable.Write(input, curves));
        });
        return command;
    }
}
