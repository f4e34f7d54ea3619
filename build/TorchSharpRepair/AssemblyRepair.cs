using Mono.Cecil;

namespace TorchSharpRepair;

/// <summary>
/// Copies TorchSharp.dll and makes every method that gives native code a raw handle keep the owner of the handle alive until the method
/// returns. Without that, a collection that another thread starts can finalise a tensor or a scalar, and so free its native object, while
/// the native call still uses it. The assembly keeps its identity; the file read, which lies in the package cache, is never touched.
/// </summary>
public static class AssemblyRepair
{
    /// <summary>Writes the repaired copy, or a plain copy if nothing has to be repaired.</summary>
    /// <param name="source">The assembly as its package brings it.</param>
    /// <param name="destination">The file to write; a file that is there is replaced, not written into.</param>
    /// <returns>How many methods had to change.</returns>
    /// <exception cref="InvalidDataException">The assembly reaches native code in a way that is not known here.</exception>
    public static int Copy(string source, string destination)
    {
        // A new file renamed over the old one: the old one may be a hard link into the package cache, or in use.
        var temporary = destination + ".new";
        Directory.CreateDirectory(Path.GetDirectoryName(Path.GetFullPath(destination))!);
        File.Delete(temporary);
        var repaired = Repair(source, temporary);
        if (repaired == 0)
            File.Copy(source, temporary);
        else if (Repair(temporary, null) != 0)
            throw new InvalidDataException("its repaired copy still loses what native code uses");
        File.Move(temporary, destination, overwrite: true);
        return repaired;
    }

    private static int Repair(string source, string? destination)
    {
        using var module = ModuleDefinition.ReadModule(source, new ReaderParameters { InMemory = true });
        var methods = module.GetTypes().SelectMany(type => type.Methods).ToList();
        if (!module.Attributes.HasFlag(ModuleAttributes.ILOnly))
            throw new InvalidDataException("it contains machine code");
        if (!methods.Any(method => method.IsPInvokeImpl))
            throw new InvalidDataException("it declares no native function");
        var repaired = methods.Count(method =>
            method.HasBody && method.Name is not ("Finalize" or "Dispose") && new MethodRepair(method).Changes()
        );
        if (repaired > 0 && destination is not null)
        {
            // The copy cannot be signed again, and .NET does not look. The public key, a part of the identity, stays.
            module.Attributes &= ~ModuleAttributes.StrongNameSigned;
            module.Write(destination, new WriterParameters { DeterministicMvid = true });
        }
        return repaired;
    }
}
