using System.CommandLine;

namespace Cluster.Client.Commands;

/// <summary>What to predict from, and what to show.</summary>
internal sealed class PredictOptions
{
    /// <summary>Texts on the command line.</summary>
    public Option<string[]> Text { get; } = new("--text")
    {
        Description = "A text; may be repeated [default: each line of the input]",
        HelpName = "T",
        AllowMultipleArgumentsPerToken = true,
    };

    /// <summary>A file with what to predict from.</summary>
    public Option<string?> File { get; } = new("--file")
    {
        Description = "Predict from the rows of a .csv, .tsv, .jsonl or .conllu file; a table of numbers is one sequence",
        HelpName = "FILE",
    };

    /// <summary>Where the file's rows go with their predictions.</summary>
    public Option<string?> Out { get; } = new("--out") { Description = "File for the rows with their predictions [default: the output]", HelpName = "FILE" };

    /// <summary>The column with the text.</summary>
    public Option<string?> Column { get; } = new("--column")
    {
        Description = "Column of the file with the text [default: that which the model learned from]",
        HelpName = "NAME",
    };

    /// <summary>Classes to show for each text.</summary>
    public Option<int> Top { get; } = new("--top") { Description = "Classes to show for each text [default: 3]", HelpName = "N" };

    /// <summary>Whether every class gets its probability.</summary>
    public Option<bool> Probabilities { get; } = new("--probabilities") { Description = "With --file: also write the probability of each class" };

    /// <summary>Adds the options to a command.</summary>
    public void AddTo(Command command)
    {
        command.Options.Add(Text);
        command.Options.Add(File);
        command.Options.Add(Out);
        command.Options.Add(Column);
        command.Options.Add(Top);
        command.Options.Add(Probabilities);
        command.Validators.Add(result =>
        {
            bool hasFile = result.GetValue(File) is not null;
            if (hasFile && result.GetValue(Text) is { Length: > 0 })
                result.AddError("--text and --file exclude each other.");
            if (!hasFile && (result.GetValue(Out) is not null || result.GetValue(Column) is not null || result.GetValue(Probabilities)))
                result.AddError("--out, --column and --probabilities are for --file.");
        });
    }
}
