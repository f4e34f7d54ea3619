using System.Collections.Immutable;
using System.Reflection.Metadata;

namespace GanStability.Tests.NativeCalls;

/// <summary>What matters of a value's type: an object that the garbage collector may free, a raw handle, or neither.</summary>
internal enum KindOfValue
{
    Neither,
    Object,
    Handle,
}

/// <summary>Decodes signatures to the kinds of their values.</summary>
internal sealed class KindsOfValues : ISignatureTypeProvider<KindOfValue, object?>
{
    public KindOfValue GetPrimitiveType(PrimitiveTypeCode typeCode) =>
        typeCode switch
        {
            PrimitiveTypeCode.IntPtr or PrimitiveTypeCode.UIntPtr => KindOfValue.Handle,
            PrimitiveTypeCode.Object => KindOfValue.Object,
            _ => KindOfValue.Neither,
        };

    public KindOfValue GetTypeFromDefinition(MetadataReader reader, TypeDefinitionHandle handle, byte rawTypeKind) => OfRaw(rawTypeKind);

    public KindOfValue GetTypeFromReference(MetadataReader reader, TypeReferenceHandle handle, byte rawTypeKind) => OfRaw(rawTypeKind);

    public KindOfValue GetTypeFromSpecification(
        MetadataReader reader,
        object? genericContext,
        TypeSpecificationHandle handle,
        byte rawTypeKind
    ) => OfRaw(rawTypeKind);

    public KindOfValue GetGenericInstantiation(KindOfValue genericType, ImmutableArray<KindOfValue> typeArguments) => genericType;

    public KindOfValue GetSZArrayType(KindOfValue elementType) => KindOfValue.Object;

    public KindOfValue GetArrayType(KindOfValue elementType, ArrayShape shape) => KindOfValue.Object;

    public KindOfValue GetPointerType(KindOfValue elementType) => KindOfValue.Handle;

    public KindOfValue GetByReferenceType(KindOfValue elementType) => KindOfValue.Neither;

    public KindOfValue GetPinnedType(KindOfValue elementType) => elementType;

    public KindOfValue GetModifiedType(KindOfValue modifier, KindOfValue unmodifiedType, bool isRequired) => unmodifiedType;

    public KindOfValue GetFunctionPointerType(MethodSignature<KindOfValue> signature) => KindOfValue.Neither;

    public KindOfValue GetGenericMethodParameter(object? genericContext, int index) => KindOfValue.Neither;

    public KindOfValue GetGenericTypeParameter(object? genericContext, int index) => KindOfValue.Neither;

    private static KindOfValue OfRaw(byte raw) => raw == (byte)SignatureTypeKind.Class ? KindOfValue.Object : KindOfValue.Neither;
}
