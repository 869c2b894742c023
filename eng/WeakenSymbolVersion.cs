using System;
using System.IO;
using System.Text;
using Microsoft.Build.Framework;
using Microsoft.Build.Utilities;

/// <summary>
/// Copies a 64-bit little-endian ELF library and marks one symbol version that it needs as weak, so that the loader
/// accepts a system library without that version. Only right if no relocation uses a symbol of that version.
/// </summary>
/// <remarks>Layout: System V ABI, "Symbol Versioning" in the Linux Standard Base 5.0, core specification, section 10.7.</remarks>
public sealed class WeakenSymbolVersion : Task
{
    private const uint NeededVersionsSection = 0x6ffffffe; // SHT_GNU_verneed
    private const byte Weak = 2; // VER_FLG_WEAK
    private byte[] _file;

    /// <summary>The library as it came; never written.</summary>
    [Required]
    public string Source { get; set; }

    /// <summary>Where the changed copy goes.</summary>
    [Required]
    public string Destination { get; set; }

    /// <summary>Name of the version, such as GLIBCXX_3.4.32.</summary>
    [Required]
    public string Version { get; set; }

    /// <summary>Writes the copy; fails if the library needs no such version.</summary>
    public override bool Execute()
    {
        _file = File.ReadAllBytes(Source);
        if (!Mark())
        {
            Log.LogError("{0} needs no symbol version {1}: remove the step that weakens it.", Source, Version);
            return false;
        }

        // A new file under another name first: the old destination may share its content with linked outputs.
        string temporary = Destination + ".tmp";
        File.WriteAllBytes(temporary, _file);
        File.Delete(Destination);
        File.Move(temporary, Destination);
        return true;
    }

    private bool Mark()
    {
        long sections = (long)UInt64(0x28);
        int sectionSize = UInt16(0x3A);
        int sectionCount = UInt16(0x3C);
        for (int i = 0; i < sectionCount; i++)
        {
            long section = sections + (long)i * sectionSize;
            if (UInt32(section + 4) != NeededVersionsSection) continue;
            long names = (long)UInt64(sections + UInt32(section + 40) * (long)sectionSize + 24);
            return MarkIn((long)UInt64(section + 24), names);
        }

        return false;
    }

    /// <summary>Walks the list of needed libraries and, for each, the list of its needed versions.</summary>
    private bool MarkIn(long library, long names)
    {
        for (uint step = 1; step != 0; step = UInt32(library + 12), library += step)
        {
            long version = library + UInt32(library + 8);
            for (int i = UInt16(library + 2); i > 0; i--, version += UInt32(version + 12))
            {
                if (Text(names + UInt32(version + 8)) != Version) continue;
                _file[version + 4] |= Weak;
                return true;
            }
        }

        return false;
    }

    private ushort UInt16(long at) => BitConverter.ToUInt16(_file, checked((int)at));

    private uint UInt32(long at) => BitConverter.ToUInt32(_file, checked((int)at));

    private ulong UInt64(long at) => BitConverter.ToUInt64(_file, checked((int)at));

    private string Text(long at) =>
        Encoding.ASCII.GetString(_file, (int)at, Array.IndexOf(_file, (byte)0, (int)at) - (int)at);
}
