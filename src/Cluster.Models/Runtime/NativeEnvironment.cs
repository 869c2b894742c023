using System.Runtime.InteropServices;

namespace Cluster.Models.Runtime;

/// <summary>The environment as native libraries see it: what .NET sets reaches only .NET.</summary>
internal static partial class NativeEnvironment
{
    /// <summary>Sets a variable unless the user has set it. Call it before the library that reads it is at work.</summary>
    public static void SetDefault(string name, string value) => _ = SetEnvironmentVariable(name, value, overwrite: 0);

    [LibraryImport("libc", EntryPoint = "setenv", StringMarshalling = StringMarshalling.Utf8)]
    private static partial int SetEnvironmentVariable(string name, string value, int overwrite);
}
