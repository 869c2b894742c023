using System.CommandLine;
using System.CommandLine.Parsing;
using System.Text.RegularExpressions;
using Cluster.Client.Commands;
using Cluster.Silo.Hosting;

namespace Cluster.Deploy.Tests.Settings;

/// <summary>What manifests and documents call a setting or an option is one.</summary>
public sealed partial class SettingTests
{
    /// <summary>Of other programs, which documents speak of in sentences.</summary>
    private static readonly HashSet<string> Others = ["--build-arg", "--plugin", "--measured", "--shards", "--split"];

    private static readonly RootCommand Root = CommandLine.Root(new CommandContext(Terminal.OfProcess()));

    [Fact]
    public void Every_variable_is_a_setting()
    {
        var named = DocumentLine.All.SelectMany(line => Variable().Matches(line.Text).Select(match => (line.Place, Name: match.Groups["name"].Value))).ToArray();
        Assert.True(named.Length > 60, $"only {named.Length}");
        Assert.DoesNotContain(named, one => !IsSetting(one.Name));
        Assert.False(IsSetting("Access__Requierd"));
    }

    [Fact]
    public void Every_row_of_a_table_of_settings_is_one()
    {
        string section = "";
        List<string> unknown = [], known = [];
        foreach (DocumentLine line in DocumentLine.All)
        {
            if (Header().Match(line.Text) is { Success: true } header) section = header.Groups["section"].Value;
            if (!line.Text.StartsWith('|')) section = "";
            if (section.Length == 0) continue;
            foreach (Match name in Row().Matches(line.Text.Split('|')[1]))
                (IsSetting($"{section}__{name.Groups["name"].Value}") ? known : unknown).Add($"{line.Place} {name.Groups["name"].Value}");
        }

        Assert.Empty(unknown);
        Assert.True(known.Count >= 10, $"only {known.Count}");
    }

    [Fact]
    public void Every_argument_of_a_silo_is_a_setting_and_every_other_one_an_option_of_a_command()
    {
        HashSet<string> options = [.. OptionsOf(Root)];
        string[] silos = [.. DocumentLine.CallsOf("$silo").SelectMany(line => Argument().Matches(line.Text)).Select(match => match.Value)];
        Assert.True(silos.Length >= 8, $"only {silos.Length}");
        Assert.DoesNotContain(silos, argument => !IsArgument(argument));
        var alone = DocumentLine.Codes.Where(code => code.Text.StartsWith("--", StringComparison.Ordinal))
            .SelectMany(code => Argument().Matches(code.Text).Select(match => (code.Place, Name: match.Value))).ToArray();
        Assert.True(alone.Length > 20, $"only {alone.Length}");
        Assert.DoesNotContain(alone, one => !IsArgument(one.Name) && !options.Contains(one.Name) && !Others.Contains(one.Name));
        Assert.False(IsArgument("--large-file"));
    }

    [Fact]
    public void Every_command_is_understood()
    {
        ParserConfiguration parser = new() { ResponseFileTokenReplacer = null };
        DocumentLine[] commands = [.. DocumentLine.CallsOf("cluster").Where(command => command.Text.Split(' ')[0] is not ("" or "COMMAND"))];
        Assert.True(commands.Count(command => command.IsBlock) > 20, $"only {commands.Count(command => command.IsBlock)}");
        Assert.True(commands.Count(command => !command.IsBlock) > 20, $"only {commands.Count(command => !command.IsBlock)}");
        string[] wrong = [.. commands.Where(command => !IsUnderstood(command)).Select(command => $"{command.Place}: {command.Text}")];
        Assert.True(wrong.Length == 0, string.Join('\n', wrong));
        Assert.False(IsUnderstood(new DocumentLine("", "train spec.yaml --epochs 3", IsBlock: false)));

        // In a sentence a command need not be whole.
        bool IsUnderstood(DocumentLine command)
        {
            ParseResult parsed = Root.Parse([.. CommandLineParser.SplitCommandLine(command.Text)], parser);
            return command.IsBlock ? parsed.Errors.Count == 0 : parsed.UnmatchedTokens.All(token => token == "...");
        }
    }

    // A section stands for the settings in it.
    private static bool IsSetting(string variable)
    {
        string name = variable.Replace("__", ":", StringComparison.Ordinal).TrimEnd(':');
        return SettingNames.Knows(name) || SettingNames.All.Any(known => known.StartsWith($"{name}:", StringComparison.Ordinal));
    }

    private static bool IsArgument(string argument) => SettingNames.Switches.ContainsKey(argument) || SettingNames.Knows(argument[2..]);

    private static IEnumerable<string> OptionsOf(Command command) =>
        command.Options.SelectMany(option => option.Aliases.Append(option.Name)).Concat(command.Subcommands.SelectMany(OptionsOf));

    [GeneratedRegex(@"\bCluster__(?<name>[A-Za-z0-9_]+)")]
    private static partial Regex Variable();

    [GeneratedRegex(@"^\| [^|]*`Cluster__(?<section>[A-Za-z0-9_]+)__\.\.\.`")]
    private static partial Regex Header();

    [GeneratedRegex("`(?<name>[A-Z][A-Za-z]+)`")]
    private static partial Regex Row();

    [GeneratedRegex("(?<![^ ])--[A-Za-z][A-Za-z:-]+")]
    private static partial Regex Argument();
}
