using System.Runtime.CompilerServices;
using GanStability;

namespace GanStability.Tests;

/// <summary>A test may touch torch before any member of the library; the library's native code must be in place by then.</summary>
internal static class NativeSetup
{
    [ModuleInitializer]
    internal static void LoadNativeCode() => RuntimeHelpers.RunModuleConstructor(typeof(Recipe).Module.ModuleHandle);
}
