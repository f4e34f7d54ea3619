using System.Buffers.Binary;
using System.Reflection;
using System.Reflection.Emit;
using System.Runtime.CompilerServices;
using System.Security.Cryptography;
using System.Text;
using System.Text.RegularExpressions;

namespace GanStability.Engine;

/// <summary>
/// A learner's own code, as a hash of what the compiler made of it (its intermediate language, ECMA-335 partition III), with the names
/// of what it uses in the place of their numbers. A notebook compiles each run of a cell into a new assembly: an unchanged cell keeps its
/// hash all the same. Calls into the learner's own code are followed; the library is known by its build, other packages by theirs.
/// </summary>
internal sealed partial class CodeDescription
{
    /// <summary>How the line of a hash begins.</summary>
    public const string Prefix = "code ";

    private const int MostMethods = 5000;
    private const BindingFlags Declared =
        BindingFlags.DeclaredOnly | BindingFlags.Instance | BindingFlags.Static | BindingFlags.Public | BindingFlags.NonPublic;

    private static readonly ConditionalWeakTable<MemberInfo, CodeDescription> Known = [];
    private static readonly Dictionary<int, OpCode> OpCodesByValue = typeof(OpCodes)
        .GetFields(BindingFlags.Public | BindingFlags.Static)
        .Select(field => (OpCode)field.GetValue(null)!)
        .ToDictionary(code => code.Value & 0xffff);

    private readonly Assembly root;
    private readonly StringBuilder text = new();
    private readonly HashSet<MethodBase> methods = [];
    private readonly HashSet<Type> types = [];
    private readonly Queue<MethodBase> waiting = [];
    private readonly HashSet<(Module, int)> reads = [];
    private readonly List<FieldInfo> statics = [];

    private CodeDescription(MemberInfo start)
    {
        root = start.Module.Assembly;
        try
        {
            if (start is Type type)
                Follow(type);
            else
                Follow((MethodBase)start);
            while (waiting.TryDequeue(out var method))
                Read(method);
            Hash = Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(text.ToString())))[..12];
        }
        // Code that was made while the program ran has no body to look at.
        catch (Exception e) when (e is NotSupportedException or InvalidOperationException or ArgumentException or BadImageFormatException)
        {
            Hash = null;
        }
    }

    /// <summary>The hash; null where the code cannot be seen.</summary>
    public string? Hash { get; }

    /// <summary>The static fields that it reads; their values belong to what it does.</summary>
    public IReadOnlyList<FieldInfo> Statics => statics;

    /// <summary>Whether it reads an object's field.</summary>
    public bool Reads(FieldInfo field) => reads.Contains((field.Module, field.MetadataToken));

    /// <summary>The code of a class: all its methods, and what they call.</summary>
    public static CodeDescription Of(Type type) => Known.GetValue(type, start => new(start));

    /// <summary>The code of a function, and what it calls.</summary>
    public static CodeDescription Of(MethodInfo method) => Known.GetValue(method, start => new(start));

    /// <summary>A type by its name in the source; the number of a notebook's submission is left out.</summary>
    public static string NameOf(Type type) =>
        type.IsGenericType
            ? $"{Plain(type.Name.Split('`')[0])}<{string.Join(", ", type.GetGenericArguments().Select(NameOf))}>"
            : Plain(type.Name);

    /// <summary>.NET or TorchSharp.</summary>
    public static bool IsFramework(Assembly assembly) =>
        assembly.GetName().Name is { } name
        && (
            name is "System" or "mscorlib" or "netstandard"
            || name.StartsWith("System.", StringComparison.Ordinal)
            || name.StartsWith("Microsoft.", StringComparison.Ordinal)
            || name.StartsWith("TorchSharp", StringComparison.Ordinal)
        );

    /// <summary>What the compiler makes for the variables a function sees: of a block, or of a notebook's cell.</summary>
    public static bool IsClosure(Type type) =>
        type.Name.StartsWith("<>c", StringComparison.Ordinal) || type.Name.StartsWith("Submission#", StringComparison.Ordinal);

    private void Read(MethodBase method)
    {
        text.Append("\nmethod ").Append(Name(method)).Append(':');
        if (method.GetMethodBody()?.GetILAsByteArray() is not { } code)
            return;
        for (var at = 0; at < code.Length; )
        {
            int value = code[at++];
            if (value == 0xfe)
                value = value << 8 | code[at++];
            var instruction = OpCodesByValue[value];
            text.Append(instruction.Name).Append(' ');
            var operand = code.AsSpan(at);
            switch (instruction.OperandType)
            {
                case OperandType.InlineString:
                    text.Append(method.Module.ResolveString(Number(operand))).Append('\0');
                    break;
                case OperandType.InlineField or OperandType.InlineMethod or OperandType.InlineTok or OperandType.InlineType:
                    Use(Resolve(method, Number(operand)), instruction);
                    break;
                case OperandType.InlineSig:
                    break;
                default:
                    text.Append(Convert.ToHexString(operand[..Size(instruction, operand)]));
                    break;
            }
            at += Size(instruction, operand);
            text.Append(' ');
        }
    }

    private void Use(MemberInfo used, OpCode instruction)
    {
        text.Append(Name(used));
        switch (used)
        {
            case FieldInfo { IsStatic: true } field:
                if (
                    IsFollowed(field)
                    && !IsClosure(field.DeclaringType!)
                    && !field.DeclaringType!.Name.StartsWith('<')
                    && !statics.Contains(field)
                )
                    statics.Add(field);
                break;
            case FieldInfo field:
                reads.Add((field.Module, field.MetadataToken));
                break;
            case Type type when type.IsGenericParameter || type.HasElementType:
                break;
            case MethodBase method when instruction == OpCodes.Newobj && !IsClosure(method.DeclaringType!):
                Follow(method.DeclaringType!);
                break;
            case MethodBase method:
                Follow(method);
                break;
        }
    }

    private void Follow(Type type)
    {
        for (var at = type; at is not null && IsFollowed(at); at = at.BaseType)
        {
            at = at.IsGenericType ? at.GetGenericTypeDefinition() : at;
            if (!types.Add(at))
                return;
            text.Append("\ntype ").Append(Name(at)).Append(" : ").Append(at.BaseType is null ? "" : Name(at.BaseType));
            foreach (var method in at.GetMembers(Declared).OfType<MethodBase>().OrderBy(m => m.MetadataToken))
                Follow(method);
            foreach (var nested in at.GetNestedTypes(Declared).Where(n => !IsClosure(n)).OrderBy(n => n.MetadataToken))
                Follow(nested);
        }
    }

    private void Follow(MethodBase method)
    {
        if (!IsFollowed(method))
        {
            var assembly = method.Module.Assembly;
            if (assembly != typeof(Recipe).Assembly && !IsFramework(assembly))
                text.Append('@').Append(method.Module.ModuleVersionId);
            return;
        }
        var made = method is MethodInfo { IsGenericMethod: true } generic ? generic.GetGenericMethodDefinition() : method;
        if (!methods.Add(made))
            return;
        if (methods.Count > MostMethods)
            throw new NotSupportedException("Too much code to compare.");
        waiting.Enqueue(made);
    }

    /// <summary>The learner's own code: that of the same assembly, and that of other cells, which have no file.</summary>
    private bool IsFollowed(MemberInfo member)
    {
        var assembly = member.Module.Assembly;
        return assembly != typeof(Recipe).Assembly && !IsFramework(assembly) && (assembly == root || assembly.Location.Length == 0);
    }

    private static MemberInfo Resolve(MethodBase method, int token) =>
        method.Module.ResolveMember(
            token,
            method.DeclaringType is { IsGenericType: true } type ? type.GetGenericArguments() : null,
            method is MethodInfo { IsGenericMethod: true } generic ? generic.GetGenericArguments() : null
        ) ?? throw new NotSupportedException();

    private static int Size(OpCode instruction, ReadOnlySpan<byte> operand) =>
        instruction.OperandType switch
        {
            OperandType.InlineNone => 0,
            OperandType.ShortInlineBrTarget or OperandType.ShortInlineI or OperandType.ShortInlineVar => 1,
            OperandType.InlineVar => 2,
            OperandType.InlineI8 or OperandType.InlineR => 8,
            OperandType.InlineSwitch => 4 + 4 * Number(operand),
            _ => 4,
        };

    private static int Number(ReadOnlySpan<byte> operand) => BinaryPrimitives.ReadInt32LittleEndian(operand);

    private static string Name(MemberInfo member) => Plain(member is Type type ? type.ToString() : $"{member.DeclaringType}::{member}");

    private static string Plain(string name) => SubmissionNumber().Replace(name, "Submission#");

    [GeneratedRegex("Submission#[0-9]+")]
    private static partial Regex SubmissionNumber();
}
