using Mono.Cecil;
using TorchSharpRepair;

// Run by the build of lib/GanStability: TorchSharpRepair <TorchSharp.dll> <repaired copy>. MSBuild shows an error in the form used here.
if (args.Length != 2)
{
    Console.Error.WriteLine("Two files are needed: the TorchSharp.dll to read and the repaired copy to write.");
    return 2;
}
try
{
    var repaired = AssemblyRepair.Copy(args[0], args[1]);
    Console.WriteLine(
        repaired == 0
            ? $"{args[0]} keeps its arguments alive itself; copied as it is."
            : $"{repaired} methods of TorchSharp now keep their arguments alive during native calls."
    );
    return 0;
}
catch (Exception e) when (e is BadImageFormatException or InvalidDataException or AssemblyResolutionException)
{
    Console.Error.WriteLine(
        $"TorchSharpRepair : error GS0001: {args[0]} is not built as expected: {e.Message}. This version of "
            + "TorchSharp reaches native code in another way than 0.107. Find out whether it keeps its arguments alive during native "
            + "calls and "
            + "adapt build/TorchSharpRepair, or set TorchSharp in Directory.Packages.props back to the version that worked."
    );
    return 1;
}
