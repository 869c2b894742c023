using Cluster.Models.Runtime;

namespace Cluster.Models.Tests.Runtime;

/// <summary>The texts are what the loader of Debian 12 says; the runtime adds a line for each path it tried.</summary>
public sealed class LoadFailureTests
{
    private const string Tried = "Unable to load shared library 'LibTorchSharp' or one of its dependencies.\n";

    [Theory]
    [InlineData(
        Tried + "/lib/x86_64-linux-gnu/libstdc++.so.6: version `GLIBCXX_3.4.32' not found (required by /app/libLibTorchSharp.so)\n" +
        "/app/LibTorchSharp.so: cannot open shared object file: No such file or directory\n",
        "libtorch needs GLIBCXX_3.4.32, which this system's C++ library (libstdc++) does not have: use Ubuntu 24.04, Debian 13 or newer.")]
    [InlineData(
        Tried + "/lib/x86_64-linux-gnu/libc.so.6: version `GLIBC_2.34' not found (required by /app/libLibTorchSharp.so)\n",
        "libtorch needs GLIBC_2.34, which this system's C library (glibc) does not have: use Ubuntu 24.04, Debian 13 or newer.")]
    [InlineData(
        Tried + "/app/LibTorchSharp.so: cannot open shared object file: No such file or directory\n" +
        "libtorch.so: cannot open shared object file: No such file or directory\n",
        "libtorch 2.10.0 is incomplete or not there, libtorch.so was not found: put its folder on LD_LIBRARY_PATH.")]
    [InlineData(
        Tried + "/app/libLibTorchSharp.so: undefined symbol: _ZN3c106detail23torchInternalAssertFailE\n",
        "The libtorch that was found is not version 2.10.0: give exactly this one.")]
    [InlineData(
        Tried + "/app/libLibTorchSharp.so: cannot open shared object file: No such file or directory\n",
        "TorchSharp's native library libLibTorchSharp.so was not found beside the program: build it for linux-x64.")]
    [InlineData("libLibTorchSharp.so: invalid ELF header", "TorchSharp's native library does not load: libLibTorchSharp.so: invalid ELF header")]
    public void One_sentence_says_what_is_wrong(string loaderText, string sentence) =>
        Assert.Equal(sentence, LoadFailure.Explain(loaderText, "2.10.0"));
}
