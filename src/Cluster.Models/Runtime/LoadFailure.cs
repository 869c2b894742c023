using System.Text.RegularExpressions;

namespace Cluster.Models.Runtime;

/// <summary>Turns what the dynamic loader says about TorchSharp's native library into one sentence that helps.</summary>
internal static partial class LoadFailure
{
    /// <summary>The sentence for the text of a <see cref="DllNotFoundException"/>, which quotes the loader for each path it tried.</summary>
    public static string Explain(string loaderText, string libtorchVersion)
    {
        if (MissingVersion().Match(loaderText) is { Success: true } version)
        {
            string library = version.Groups[1].Value == "GLIBC" ? "C library (glibc)" : "C++ library (libstdc++)";
            return $"libtorch needs {version.Groups[1].Value}_{version.Groups[2].Value}, which this system's {library} does not have: " +
                "use Ubuntu 24.04, Debian 13 or newer.";
        }

        if (UndefinedSymbol().IsMatch(loaderText))
            return $"The libtorch that was found is not version {libtorchVersion}: give exactly this one.";
        string? missing = MissingFile().Matches(loaderText).Select(match => match.Groups[1].Value)
            .FirstOrDefault(file => !file.Contains("LibTorchSharp", StringComparison.Ordinal));
        if (missing is not null)
            return $"libtorch {libtorchVersion} is incomplete or not there, {missing} was not found: put its folder on LD_LIBRARY_PATH.";
        return MissingFile().IsMatch(loaderText)
            ? "TorchSharp's native library libLibTorchSharp.so was not found beside the program: build it for linux-x64."
            : $"TorchSharp's native library does not load: {loaderText.ReplaceLineEndings(" ")}";
    }

    [GeneratedRegex(@"version [`']([A-Z]+)_([0-9.]+)' not found")]
    private static partial Regex MissingVersion();

    [GeneratedRegex(@"undefined symbol")]
    private static partial Regex UndefinedSymbol();

    [GeneratedRegex(@"([^\s/:]+\.so[^\s/:]*): cannot open shared object file")]
    private static partial Regex MissingFile();
}
