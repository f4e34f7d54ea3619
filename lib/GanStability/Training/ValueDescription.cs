using System.Collections;
using System.Globalization;
using System.Reflection;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Text.Json;
using TorchSharp;
using static TorchSharp.torch;

namespace GanStability.Engine;

/// <summary>
/// A value in words, line by line: every field it holds, to the last number, and for what is the learner's own also the code of its class.
/// Two values with equal lines do the same. What cannot be written down, such as an open file, is <see cref="Unlike"/> everything but
/// itself.
/// </summary>
internal sealed class ValueDescription
{
    /// <summary>How the line of something that cannot be described begins.</summary>
    public const string Unlike = "something that cannot be described";

    /// <summary>The line of what is not set.</summary>
    public const string None = "none";

    private const int LongestLine = 200;
    private const int Deepest = 24;
    private const int Probed = 64;
    private static readonly ConditionalWeakTable<object, string> Names = [];
    private readonly HashSet<FieldInfo> statics = [];
    private readonly HashSet<object> within = new(ReferenceEqualityComparer.Instance);

    /// <summary>The lines, in the order of their names.</summary>
    public SortedDictionary<string, string> Lines { get; } = new(StringComparer.Ordinal);

    /// <summary>Adds the lines of a value.</summary>
    /// <param name="name">What the value is called.</param>
    /// <param name="value">The value.</param>
    /// <returns>This.</returns>
    public ValueDescription Add(string name, object? value)
    {
        if (Inline(value) is { } text)
            Lines[name] = text;
        else if (within.Count > Deepest)
            Lines[name] = UnlikeAnyOther(value!);
        else if (value!.GetType().IsValueType || within.Add(value))
        {
            Describe(name, value);
            within.Remove(value);
        }
        else
            Lines[name] = "what contains it";
        return this;
    }

    /// <summary>A value that takes one line; null for one that has parts with names.</summary>
    public static string? Inline(object? value) =>
        value switch
        {
            null => None,
            string text => JsonSerializer.Serialize(text),
            float number => number.ToString("R", CultureInfo.InvariantCulture),
            double number => number.ToString("R", CultureInfo.InvariantCulture),
            Enum choice => choice.ToString(),
            DateTime or DateTimeOffset => ((IFormattable)value).ToString("O", CultureInfo.InvariantCulture),
            decimal or Half or Int128 or UInt128 or TimeSpan or Guid or System.Numerics.Complex => ((IFormattable)value).ToString(
                null,
                CultureInfo.InvariantCulture
            ),
            _ when value.GetType().IsPrimitive => Convert.ToString(value, CultureInfo.InvariantCulture),
            Type type => CodeDescription.NameOf(type),
            Device device => device.ToString(),
            torch.Tensor tensor => Content(tensor),
            ITuple tuple => Together(Enumerable.Range(0, tuple.Length).Select(i => tuple[i]), "(", ")"),
            Array { Rank: 1 } numbers when numbers.Length > 16 && numbers.GetType().GetElementType()!.IsPrimitive => Content(numbers),
            IEnumerable list when IsList(value) => Together(Elements(list), "[", "]"),
            _ => null,
        };

    /// <summary>All fields of a type, its bases included, under the names that the source gives them.</summary>
    public static IEnumerable<(string Name, FieldInfo Field)> FieldsOf(Type type)
    {
        for (var at = type; at is not null && at != typeof(object) && at != typeof(nn.Module); at = at.BaseType)
            if (at.Assembly != typeof(nn.Module).Assembly || at.Namespace == typeof(TorchSharp.Modules.Linear).Namespace)
                foreach (
                    var field in at.GetFields(
                        BindingFlags.Instance | BindingFlags.Public | BindingFlags.NonPublic | BindingFlags.DeclaredOnly
                    )
                )
                    yield return (SourceName(field), field);
    }

    /// <summary>A field's name in the source: behind a property <c>Gamma</c> it is <c>&lt;Gamma&gt;k__BackingField</c>.</summary>
    public static string SourceName(FieldInfo field) =>
        field.Name[0] != '<' || field.Name[1] == '>' ? field.Name : field.Name[1..field.Name.IndexOf('>')];

    private void Describe(string name, object value)
    {
        switch (value)
        {
            case Delegate function:
                Function(name, function);
                break;
            case nn.Module module:
                Module(name, module);
                break;
            case IDataSource data:
                Data(name, data);
                break;
            case IEnumerable list when IsList(value):
                foreach (var (element, i) in Elements(list).Select((element, i) => (element, i)))
                    Add($"{name}[{i}]", element);
                Lines[name] = $"{Elements(list).Count()} elements";
                break;
            case ITuple tuple:
                for (var i = 0; i < tuple.Length; i++)
                    Add($"{name}.{i + 1}", tuple[i]);
                break;
            case not null when value.GetType() is { IsGenericType: true } type && type.GetGenericTypeDefinition() == typeof(Lazy<>):
                Add(name, type.GetProperty(nameof(Lazy<>.Value))!.GetValue(value));
                break;
            case not null when CodeDescription.IsFramework(value.GetType().Assembly):
                Lines[name] = UnlikeAnyOther(value);
                break;
            default:
                Lines[name] = CodeDescription.NameOf(value!.GetType());
                Parts(name, value);
                break;
        }
    }

    /// <summary>What an object holds, and for a learner's own class its code.</summary>
    private void Parts(string name, object value)
    {
        foreach (var (part, field) in FieldsOf(value.GetType()))
            Add($"{name}.{part}", field.GetValue(value));
        if (value.GetType().Assembly != typeof(Recipe).Assembly && !CodeDescription.IsFramework(value.GetType().Assembly))
            Code(name, value, CodeDescription.Of(value.GetType()));
    }

    private void Code(string name, object value, CodeDescription code)
    {
        Lines[$"{name} (code)"] = code.Hash is null ? UnlikeAnyOther(value) : CodeDescription.Prefix + code.Hash;
        Statics(code);
    }

    /// <summary>What code reads that belongs to no object; once, however many read it.</summary>
    private void Statics(CodeDescription code)
    {
        foreach (var field in code.Statics.Where(statics.Add))
            Add($"{CodeDescription.NameOf(field.DeclaringType!)}.{SourceName(field)}", field.GetValue(null));
    }

    private void Data(string name, IDataSource data)
    {
        if (data.GetType().Assembly == typeof(Recipe).Assembly)
        {
            Lines[name] = data.Description;
            return;
        }
        var described = data.GetType().GetInterfaceMap(typeof(IDataSource)).TargetMethods.Any(m => IsOwnDescription(m));
        Lines[name] = $"{CodeDescription.NameOf(data.GetType())} {JsonSerializer.Serialize(described ? data.Description : data.Name)}";
        // Drawn first: what a source reads from a file when it is first asked is then among its fields.
        Lines[$"{name} (sample)"] = Sample(data);
        Parts(name, data);

        static bool IsOwnDescription(MethodInfo method) =>
            method.Name.EndsWith($"get_{nameof(IDataSource.Description)}", StringComparison.Ordinal)
            && method.DeclaringType != typeof(IDataSource);
    }

    /// <summary>What the data gives for one seed: two sources alike in all words still differ where their samples do.</summary>
    private static string Sample(IDataSource data)
    {
        using var scope = NewDisposeScope();
        using var generator = new torch.Generator(1, CPU);
        try
        {
            return Content(data.Sample(Probed, generator, CPU));
        }
        // A learner's own code may fail with anything. Training will meet it too, and says so.
        catch (Exception e) when (e is not OutOfMemoryException)
        {
            return UnlikeAnyOther(data);
        }
    }

    private void Function(string name, Delegate function)
    {
        var each = function.GetInvocationList();
        if (each.Length > 1)
        {
            for (var i = 0; i < each.Length; i++)
                Add($"{name}[{i}]", each[i]);
            return;
        }
        var code = CodeDescription.Of(function.Method);
        Lines[name] = code.Hash is null ? UnlikeAnyOther(function) : CodeDescription.Prefix + code.Hash;
        Statics(code);
        if (function.Target is { } target)
            Captured(name, target, function.Method.Name[0] == '<', code);
    }

    /// <summary>
    /// What a function sees of the place it was written in: only the variables that it reads, since in a notebook it could see every
    /// variable of its cell.
    /// </summary>
    private void Captured(string name, object target, bool written, CodeDescription code)
    {
        if (!written && !CodeDescription.IsClosure(target.GetType()))
        {
            Add($"{name}.{CodeDescription.NameOf(target.GetType())}", target);
            return;
        }
        if (!within.Add(target))
            return;
        foreach (var (part, field) in FieldsOf(target.GetType()).Where(f => code.Reads(f.Field)))
        {
            var value = field.GetValue(target);
            // The fields that lead to the variables of an outer block, of the object around, or of an earlier cell.
            if (
                value is not null
                && (
                    field.Name[0] == '<' && !field.Name.EndsWith("__BackingField", StringComparison.Ordinal)
                    || CodeDescription.IsClosure(value.GetType())
                )
            )
                Captured(name, value, written: true, code);
            else
                Add($"{name}.{part}", value);
        }
        within.Remove(target);
    }

    private void Module(string name, nn.Module module)
    {
        Lines[name] = CodeDescription.NameOf(module.GetType());
        Parts(name, module);
        foreach (
            var (part, tensor) in module
                .named_parameters(false)
                .Select(p => (p.name, (torch.Tensor)p.parameter))
                .Concat(module.named_buffers(false).Select(b => (b.name, b.buffer)))
        )
            Lines[$"{name}.{part}"] = Content(tensor);
        foreach (var (part, child) in module.named_children())
            Add($"{name}.{part}", child);
    }

    private static bool IsList(object value) =>
        value is Array
        || value is IEnumerable
            && CodeDescription.IsFramework(value.GetType().Assembly)
            && value.GetType().Namespace!.StartsWith("System.Collections", StringComparison.Ordinal)
        // What the compiler makes of [1, 2, 3] for an IReadOnlyList.
        || value is IList && value.GetType().Name.StartsWith("<>z__", StringComparison.Ordinal);

    /// <summary>The elements; of a set or a dictionary, whose order means nothing, in the order of their words.</summary>
    private static IEnumerable<object?> Elements(IEnumerable list) =>
        list is IDictionary || list.GetType().GetInterfaces().Any(i => i.IsGenericType && i.GetGenericTypeDefinition() == typeof(ISet<>))
            ? list.Cast<object?>().OrderBy(Inline, StringComparer.Ordinal)
            : list.Cast<object?>();

    private static string? Together(IEnumerable<object?> elements, string open, string close)
    {
        var each = elements.Select(Inline).ToList();
        if (each.Contains(null))
            return null;
        var text = $"{open}{string.Join(", ", each)}{close}";
        return text.Length <= LongestLine ? text : $"{each.Count} elements {Identity.HashOf(text)}";
    }

    private static string Content(torch.Tensor tensor)
    {
        using var scope = NewDisposeScope();
        using var _ = no_grad();
        var plain = tensor.detach().cpu().contiguous();
        return $"{plain.dtype} [{string.Join(", ", plain.shape)}] {Identity.HashOf(plain.bytes)}";
    }

    private static string Content(Array numbers)
    {
        var bytes = MemoryMarshal.CreateReadOnlySpan(ref MemoryMarshal.GetArrayDataReference(numbers), Buffer.ByteLength(numbers));
        return $"{numbers.GetType().GetElementType()!.Name}[{numbers.Length}] {Identity.HashOf(bytes)}";
    }

    private static string UnlikeAnyOther(object value) =>
        $"{Unlike} ({CodeDescription.NameOf(value.GetType())} {Names.GetValue(value, _ => Guid.NewGuid().ToString("N")[..12])})";
}
