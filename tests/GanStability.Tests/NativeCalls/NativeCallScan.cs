using System.Reflection;
using System.Reflection.Emit;
using System.Reflection.Metadata;
using System.Reflection.Metadata.Ecma335;
using System.Reflection.PortableExecutable;

namespace GanStability.Tests.NativeCalls;

/// <summary>
/// Searches the code of an assembly for handles whose owner may be freed before the method that uses them returns. After every native call
/// that takes a raw handle, and after every reading of one, <c>this</c> and every argument that is an object must reach <c>GC.KeepAlive</c>
/// on each way to a return; so must an object whose handle is read.
/// </summary>
internal sealed class NativeCallScan : IDisposable
{
    private static readonly KindsOfValues Kinds = new();
    private readonly PEReader file;
    private readonly MetadataReader metadata;

    public NativeCallScan(string path)
    {
        file = new PEReader(File.OpenRead(path));
        metadata = file.GetMetadataReader();
    }

    /// <summary>How many methods call native code or read handles.</summary>
    public int Methods { get; private set; }

    /// <summary>What may be freed too early, one sentence each.</summary>
    public IReadOnlyList<string> Faults()
    {
        Methods = 0;
        var faults = new List<string>();
        foreach (var handle in metadata.MethodDefinitions)
        {
            var method = metadata.GetMethodDefinition(handle);
            if (method.RelativeVirtualAddress == 0 || metadata.GetString(method.Name) is "Finalize" or "Dispose")
                continue;
            var code = Instructions.Of(file.GetMethodBody(method.RelativeVirtualAddress));
            var places = Enumerable.Range(0, code.Count).Where(i => CallsNative(code[i]) || ReadsHandle(code, i)).ToList();
            if (places.Count == 0)
                continue;
            Methods++;
            var type = metadata.GetTypeDefinition(method.GetDeclaringType());
            var name = $"{metadata.GetString(type.Name)}.{metadata.GetString(method.Name)}";
            foreach (var argument in Arguments(method))
                if (places.Any(place => Escapes(code, place, Slot.Argument(argument))))
                    faults.Add($"{name} may lose argument {argument} during a native call.");
            foreach (var place in places.Where(place => ReadsHandle(code, place)))
                if (Owner(code, place) is not { } owner || Escapes(code, place, owner))
                    faults.Add($"{name} may lose the object whose handle it reads at {code[place].Offset:x}.");
        }
        return faults;
    }

    public void Dispose() => file.Dispose();

    /// <summary>The arguments, <c>this</c> included, that are objects.</summary>
    private IEnumerable<int> Arguments(MethodDefinition method)
    {
        var signature = method.DecodeSignature(Kinds, null);
        if (signature.Header.IsInstance && !IsStructure(method.GetDeclaringType()))
            yield return 0;
        for (var i = 0; i < signature.ParameterTypes.Length; i++)
            if (signature.ParameterTypes[i] == KindOfValue.Object)
                yield return i + (signature.Header.IsInstance ? 1 : 0);
    }

    private bool CallsNative(Instruction i)
    {
        if (i.Code != OpCodes.Call)
            return false;
        if (MetadataTokens.EntityHandle(i.Operand) is not { Kind: HandleKind.MethodDefinition } handle)
            return false;
        var called = metadata.GetMethodDefinition((MethodDefinitionHandle)handle);
        return called.Attributes.HasFlag(MethodAttributes.PinvokeImpl)
            && called.DecodeSignature(Kinds, null).ParameterTypes.Contains(KindOfValue.Handle);
    }

    /// <summary>Whether an instruction reads a handle from an object: a field, or a property or method without arguments.</summary>
    private bool ReadsHandle(IReadOnlyList<Instruction> code, int at)
    {
        var i = code[at];
        if (at == 0 || code[at - 1].Code.Name!.Split('.')[0] is "ldloca" or "ldarga" or "ldflda" or "ldsflda" or "ldelema")
            return false;
        if (i.Code == OpCodes.Ldfld || i.Code == OpCodes.Ldflda)
            return MetadataTokens.EntityHandle(i.Operand) switch
            {
                { Kind: HandleKind.FieldDefinition } h => Of(metadata.GetFieldDefinition((FieldDefinitionHandle)h)),
                { Kind: HandleKind.MemberReference } h => metadata
                    .GetMemberReference((MemberReferenceHandle)h)
                    .DecodeFieldSignature(Kinds, null) == KindOfValue.Handle,
                _ => false,
            };
        if (i.Code != OpCodes.Call && i.Code != OpCodes.Callvirt)
            return false;
        return MetadataTokens.EntityHandle(i.Operand) switch
        {
            { Kind: HandleKind.MethodDefinition } h => metadata.GetMethodDefinition((MethodDefinitionHandle)h) is var called
                && !called.Attributes.HasFlag(MethodAttributes.PinvokeImpl)
                && !IsStructure(called.GetDeclaringType())
                && Gives(called.DecodeSignature(Kinds, null)),
            { Kind: HandleKind.MemberReference } h => Gives(
                metadata.GetMemberReference((MemberReferenceHandle)h).DecodeMethodSignature(Kinds, null)
            ),
            _ => false,
        };

        bool Of(FieldDefinition field) =>
            field.DecodeSignature(Kinds, null) == KindOfValue.Handle && !IsStructure(field.GetDeclaringType());
        static bool Gives(MethodSignature<KindOfValue> signature) =>
            signature.Header.IsInstance && signature.ParameterTypes.IsEmpty && signature.ReturnType == KindOfValue.Handle;
    }

    /// <summary>Where the object is kept whose handle is read: an argument that never changes, or a local that was noted for it.</summary>
    private static Slot? Owner(IReadOnlyList<Instruction> code, int at)
    {
        var before = code[at - 1];
        if (code.Any(i => i.Next.Contains(code[at].Offset) && i != before))
            return null;
        if (Slot.Loaded(before) is { IsArgument: true } argument)
            return code.Any(i => Slot.Stored(i) == argument) ? null : argument;
        return at > 1 && code[at - 2].Code == OpCodes.Dup ? Slot.Stored(before) : null;
    }

    /// <summary>Whether some way from a place to a return does not pass <c>GC.KeepAlive</c> of a slot.</summary>
    private bool Escapes(IReadOnlyList<Instruction> code, int place, Slot slot)
    {
        var at = code.Select((instruction, index) => (instruction.Offset, index)).ToDictionary();
        var open = new Stack<int>(code[place].Next.Select(offset => at[offset]));
        var seen = new HashSet<int>();
        while (open.TryPop(out var i))
        {
            if (!seen.Add(i) || Slot.Loaded(code[i]) == slot && i + 1 < code.Count && KeepsAlive(code[i + 1]))
                continue;
            if (code[i].Code == OpCodes.Ret)
                return true;
            if (code[i].Code == OpCodes.Endfinally)
                continue;
            foreach (var next in code[i].Next)
                open.Push(at[next]);
        }
        return false;
    }

    private bool KeepsAlive(Instruction i) =>
        i.Code == OpCodes.Call
        && MetadataTokens.EntityHandle(i.Operand) is { Kind: HandleKind.MemberReference } handle
        && metadata.GetMemberReference((MemberReferenceHandle)handle) is var called
        && metadata.GetString(called.Name) == nameof(GC.KeepAlive)
        && called.Parent.Kind == HandleKind.TypeReference
        && metadata.GetString(metadata.GetTypeReference((TypeReferenceHandle)called.Parent).Name) == nameof(GC);

    private bool IsStructure(TypeDefinitionHandle type) =>
        metadata.GetTypeDefinition(type).BaseType is { Kind: HandleKind.TypeReference } parent
        && metadata.GetString(metadata.GetTypeReference((TypeReferenceHandle)parent).Name) is "ValueType" or "Enum";

    /// <summary>An argument or a local.</summary>
    private sealed record Slot(bool IsArgument, int Number)
    {
        public static Slot Argument(int number) => new(true, number);

        public static Slot? Loaded(Instruction i) => Of(i, "ldarg", "ldloc");

        public static Slot? Stored(Instruction i) => Of(i, "starg", "stloc");

        private static Slot? Of(Instruction i, string argument, string local)
        {
            var name = i.Code.Name!.Split('.')[0];
            return name == argument ? new(true, i.Operand)
                : name == local ? new(false, i.Operand)
                : null;
        }
    }
}
