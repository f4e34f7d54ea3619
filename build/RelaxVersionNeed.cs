using System;
using System.IO;
using System.Text;
using Microsoft.Build.Framework;
using Microsoft.Build.Utilities;

/// <summary>
/// Copies an ELF library and marks one of its version needs as weak (VER_FLG_WEAK), so that the loader accepts
/// a system whose C++ runtime does not define that version. The source file, which lies in the package cache, is never touched.
/// Layout: System V ABI, "Linux Extensions" (Elf64_Verneed, Elf64_Vernaux).
/// </summary>
public class RelaxVersionNeed : Task
{
    private const uint VersionNeedSection = 0x6ffffffe;
    private const ushort Weak = 0x2;

    [Required]
    public string Source { get; set; }

    [Required]
    public string Destination { get; set; }

    [Required]
    public string Version { get; set; }

    public override bool Execute()
    {
        var file = File.ReadAllBytes(Source);
        try
        {
            var relaxed = Relax(file, Version);
            Log.LogMessage(
                MessageImportance.Low,
                relaxed ? "Relaxed the version need {0} of {1}." : "{1} does not need {0}; copied as it is.",
                Version,
                Path.GetFileName(Source)
            );
        }
        catch (Exception e) when (e is IndexOutOfRangeException || e is ArgumentException || e is InvalidDataException)
        {
            Log.LogError(
                "{0} is not laid out as expected ({1}). This TorchSharp version may have changed its native library: "
                    + "check whether it still needs {2} and adapt build/RelaxVersionNeed.cs.",
                Source,
                e.Message,
                Version
            );
            return false;
        }

        // A new file renamed over the old one: the old one may be a hard link into the package cache, or in use.
        var temporary = Destination + ".new";
        File.WriteAllBytes(temporary, file);
        if (File.Exists(Destination))
            File.Delete(Destination);
        File.Move(temporary, Destination);
        return true;
    }

    private static bool Relax(byte[] file, string version)
    {
        if (file.Length < 64 || file[0] != 0x7f || file[1] != 'E' || file[2] != 'L' || file[3] != 'F' || file[4] != 2 || file[5] != 1)
            throw new InvalidDataException("not a 64-bit little-endian ELF file");
        long sections = BitConverter.ToInt64(file, 0x28);
        int size = BitConverter.ToUInt16(file, 0x3a),
            count = BitConverter.ToUInt16(file, 0x3c);
        for (var i = 0; i < count; i++)
        {
            var header = checked((int)(sections + i * size));
            if (BitConverter.ToUInt32(file, header + 4) != VersionNeedSection)
                continue;
            var need = checked((int)BitConverter.ToInt64(file, header + 0x18));
            var names = checked((int)(sections + BitConverter.ToInt32(file, header + 0x28) * size));
            var strings = checked((int)BitConverter.ToInt64(file, names + 0x18));
            return RelaxNeeds(file, need, strings, version);
        }
        return false;
    }

    private static bool RelaxNeeds(byte[] file, int need, int strings, string version)
    {
        var found = false;
        for (uint next = 1; next != 0; need += (int)next)
        {
            var entry = need + (int)BitConverter.ToUInt32(file, need + 8);
            for (uint step = 1; step != 0; entry += (int)step)
            {
                var name = strings + (int)BitConverter.ToUInt32(file, entry + 8);
                var length = Array.IndexOf(file, (byte)0, name) - name;
                if (Encoding.ASCII.GetString(file, name, length) == version)
                {
                    file[entry + 4] |= (byte)Weak;
                    found = true;
                }
                step = BitConverter.ToUInt32(file, entry + 12);
            }
            next = BitConverter.ToUInt32(file, need + 12);
        }
        return found;
    }
}
