using System.Diagnostics.CodeAnalysis;
using Mono.Cecil;
using Mono.Cecil.Cil;

namespace TorchSharpRepair;

/// <summary>What in the code of an assembly is a raw handle, who owns one, and which instructions turn the one into the other.</summary>
internal static class Handles
{
    /// <summary>Whether a value is a pointer or handle, or an array or structure of such.</summary>
    public static bool IsRaw(TypeReference type) =>
        type.MetadataType is MetadataType.IntPtr or MetadataType.UIntPtr or MetadataType.Pointer
        || type is ArrayType array && IsRaw(array.ElementType)
        || type is TypeDefinition { IsValueType: true, IsEnum: false } structure
            && structure.Fields.Any(f => !f.IsStatic && IsRaw(f.FieldType));

    /// <summary>Whether a value is an object that may own a handle or lead to one. By-refs and type parameters cannot be kept.</summary>
    public static bool IsObject(TypeReference type) =>
        !type.IsValueType
        && type.MetadataType != MetadataType.String
        && type is not (ByReferenceType or PointerType or GenericParameter or IModifierType);

    /// <summary>Whether a class of the assembly frees something when it is finalised.</summary>
    public static bool IsOwner(TypeReference? type) =>
        (type is GenericInstanceType generic ? generic.ElementType : type) is TypeDefinition { IsValueType: false } definition
        && (definition.Methods.Any(m => m.Name == "Finalize") || IsOwner(definition.BaseType));

    /// <summary>Whether a type is a lazy sequence of owners.</summary>
    public static bool IsLazy(TypeReference type, [NotNullWhen(true)] out GenericInstanceType? sequence) =>
        IsOf(type, "System.Collections.Generic.IEnumerable`1", out sequence);

    /// <summary>Whether a type is a span of owners.</summary>
    public static bool IsSpan(TypeReference type, [NotNullWhen(true)] out GenericInstanceType? span) =>
        IsOf(type, "System.ReadOnlySpan`1", out span) || IsOf(type, "System.Span`1", out span);

    /// <summary>Whether an instruction gives native code a raw handle.</summary>
    public static bool CallsNative(Instruction i) =>
        i.Operand is MethodDefinition { IsPInvokeImpl: true } native && native.Parameters.Any(p => IsRaw(p.ParameterType));

    /// <summary>Whether an instruction turns objects into a raw handle or an array of them.</summary>
    public static bool GivesHandle(Instruction i) =>
        ReadsHandle(i)
        || IsCall(i, out var called)
            && IsRaw(Returned(called))
            && (
                called is { HasThis: true, DeclaringType.IsValueType: false }
                || called.Parameters.Any(p => IsObject(p.ParameterType) || IsSpan(p.ParameterType, out _))
            );

    /// <summary>Whether an instruction turns the object on top of the stack, and no other, into a raw handle or an array of them.</summary>
    public static bool ReadsHandle(Instruction i)
    {
        if (i.Previous is null || IsAddress(i.Previous.OpCode.Code))
            return false;
        if (i.OpCode.Code is Code.Ldfld or Code.Ldflda)
            return i.Operand is FieldReference { DeclaringType.IsValueType: false } f && IsRaw(f.FieldType);
        return IsCall(i, out var called)
            && IsRaw(Returned(called))
            && (
                called.HasThis
                    ? called is { Parameters.Count: 0, DeclaringType.IsValueType: false }
                    : called.Parameters.Count == 1 && IsObject(called.Parameters[0].ParameterType)
            );
    }

    private static bool IsOf(TypeReference type, string generic, [NotNullWhen(true)] out GenericInstanceType? instance)
    {
        instance = type as GenericInstanceType;
        if (instance?.ElementType.FullName != generic || !IsOwner(instance.GenericArguments[0]))
            instance = null;
        return instance is not null;
    }

    private static bool IsCall(Instruction i, [NotNullWhen(true)] out MethodReference? called)
    {
        called = i.OpCode.Code is Code.Call or Code.Callvirt ? i.Operand as MethodReference : null;
        if (called is MethodDefinition { IsPInvokeImpl: true })
            called = null;
        return called is not null;
    }

    private static bool IsAddress(Code code) =>
        code
            is Code.Ldloca
                or Code.Ldloca_S
                or Code.Ldarga
                or Code.Ldarga_S
                or Code.Ldflda
                or Code.Ldsflda
                or Code.Ldelema
                or Code.Constrained;

    /// <summary>What a call returns, or the elements if it returns an array, with type parameters filled in.</summary>
    private static TypeReference Returned(MethodReference method)
    {
        var type = method.ReturnType is ArrayType array ? array.ElementType : method.ReturnType;
        return type is not GenericParameter parameter ? type
            : parameter.Type == GenericParameterType.Method
                ? (method as GenericInstanceMethod)?.GenericArguments[parameter.Position] ?? type
            : (method.DeclaringType as GenericInstanceType)?.GenericArguments[parameter.Position] ?? type;
    }
}
