using System.Buffers.Binary;
using System.Reflection.Emit;
using System.Reflection.Metadata;

namespace GanStability.Tests.NativeCalls;

/// <summary>One instruction of a method: where it stands, what it does, its operand and where control may go from it.</summary>
internal sealed record Instruction(int Offset, OpCode Code, int Operand, IReadOnlyList<int> Next);

/// <summary>Reads the instructions of a method body (ECMA-335, partition III).</summary>
internal static class Instructions
{
    private static readonly Dictionary<int, OpCode> Codes = typeof(OpCodes)
        .GetFields()
        .Select(f => (OpCode)f.GetValue(null)!)
        .ToDictionary(c => (int)(ushort)c.Value);

    public static IReadOnlyList<Instruction> Of(MethodBodyBlock body)
    {
        var bytes = body.GetILBytes()!;
        var instructions = new List<Instruction>();
        for (var at = 0; at < bytes.Length; )
        {
            var offset = at;
            var code = Codes[bytes[at] == 0xfe ? 0xfe00 | bytes[at + 1] : bytes[at]];
            at += code.Size;
            var size = code.OperandType switch
            {
                OperandType.InlineNone => 0,
                OperandType.ShortInlineBrTarget or OperandType.ShortInlineI or OperandType.ShortInlineVar => 1,
                OperandType.InlineVar => 2,
                OperandType.InlineI8 or OperandType.InlineR => 8,
                OperandType.InlineSwitch => 4 + 4 * BinaryPrimitives.ReadInt32LittleEndian(bytes.AsSpan(at)),
                _ => 4,
            };
            var operand = bytes.AsSpan(at, size);
            at += size;
            var value = size switch
            {
                0 => Implied(code),
                1 => code.OperandType == OperandType.ShortInlineVar ? operand[0] : (sbyte)operand[0],
                2 => BinaryPrimitives.ReadUInt16LittleEndian(operand),
                _ => BinaryPrimitives.ReadInt32LittleEndian(operand),
            };
            List<int> next = [];
            if (code.FlowControl is not (FlowControl.Branch or FlowControl.Return or FlowControl.Throw))
                next.Add(at);
            if (code.OperandType is OperandType.InlineBrTarget or OperandType.ShortInlineBrTarget)
                next.Add(at + value);
            if (code.OperandType == OperandType.InlineSwitch)
                for (var i = 4; i < size; i += 4)
                    next.Add(at + BinaryPrimitives.ReadInt32LittleEndian(operand[i..]));
            instructions.Add(new(offset, code, value, next));
        }
        return instructions;
    }

    /// <summary>The number of the argument or local in the name of a short instruction, such as <c>ldarg.0</c>.</summary>
    private static int Implied(OpCode code) => code.Name![^2] == '.' && char.IsAsciiDigit(code.Name[^1]) ? code.Name[^1] - '0' : 0;
}
