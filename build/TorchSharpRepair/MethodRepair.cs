using Mono.Cecil;
using Mono.Cecil.Cil;
using Mono.Cecil.Rocks;
using static TorchSharpRepair.Handles;

namespace TorchSharpRepair;

/// <summary>
/// Makes one method keep alive, until it returns: <c>this</c> and its parameters, every object whose handle it reads, its locals that own
/// native memory, and the elements of lazy sequences and spans that it is given.
/// </summary>
internal sealed class MethodRepair(MethodDefinition method)
{
    private readonly ModuleDefinition module = method.Module;
    private readonly MethodBody body = method.Body;
    private readonly ILProcessor il = method.Body.GetILProcessor();
    private readonly HashSet<object> kept = [];
    private bool changed;

    /// <summary>Repairs the method and tells whether it had to change.</summary>
    public bool Changes()
    {
        if (!body.Instructions.Any(i => CallsNative(i) || GivesHandle(i)))
            return false;
        if (body.Instructions.Any(i => i.OpCode.Code is Code.Calli or Code.Jmp or Code.Tail))
            throw new InvalidDataException($"{method.FullName} leaves by a function pointer, a jump or a tail call");
        body.SimplifyMacros();
        if (method.HasThis && !method.DeclaringType.IsValueType)
            kept.Add(body.ThisParameter);
        kept.UnionWith(method.Parameters.Where(p => IsObject(p.ParameterType)));
        kept.UnionWith(body.Variables.Where(v => IsOwner(v.VariableType)));
        foreach (var parameter in method.Parameters)
        {
            if (IsLazy(parameter.ParameterType, out var sequence))
                KeepElements(parameter, sequence);
            if (IsSpan(parameter.ParameterType, out var span))
                KeepSpan(parameter, span);
        }
        foreach (var reading in body.Instructions.Where(ReadsHandle).ToList())
            KeepOwner(reading);
        foreach (var ret in body.Instructions.Where(i => i.OpCode.Code == Code.Ret).ToList())
            KeepUntil(ret);
        body.OptimizeMacros();
        return changed;
    }

    /// <summary>Notes the object whose handle is read in a local: it may be a temporary, or a variable that changes later.</summary>
    private void KeepOwner(Instruction reading)
    {
        var source = reading.Previous;
        var onlySource = !body.Instructions.Any(i => i.Operand == reading || i.Operand is Instruction[] to && to.Contains(reading));
        var isArgument = source.OpCode.Code == Code.Ldarg && kept.Contains(source.Operand) && !IsAssigned(source.Operand);
        if (onlySource && isArgument)
            return;
        if (onlySource && source.OpCode.Code == Code.Stloc && source.Previous.OpCode.Code == Code.Dup)
        {
            kept.Add(source.Operand);
            return;
        }
        var owner = NewLocal();
        List<Instruction> note = [il.Create(OpCodes.Dup), il.Create(OpCodes.Stloc, owner)];
        // TorchSharp makes scalars of the numbers for a script and returns only their handles. Nobody can keep those, so nobody frees them.
        if (IsRaw(method.ReturnType) && source.Operand is MethodReference { HasThis: false } maker && IsOwner(maker.ReturnType))
            note.InsertRange(0, [il.Create(OpCodes.Dup), il.Create(OpCodes.Call, OfGarbageCollector(nameof(GC.SuppressFinalize)))]);
        InsertBefore(reading, note);
        kept.Add(owner);
    }

    /// <summary>Replaces a lazy sequence, which may make its elements on the way, by an array of them.</summary>
    private void KeepElements(ParameterDefinition parameter, GenericInstanceType sequence)
    {
        if (IsAssigned(parameter))
            return;
        var toArray = new GenericInstanceMethod(
            module
                .GetMemberReferences()
                .OfType<MethodReference>()
                .First(m => m.Name == nameof(Enumerable.ToArray) && m.DeclaringType.FullName == typeof(Enumerable).FullName)
        );
        toArray.GenericArguments.Add(sequence.GenericArguments[0]);
        InsertAtStart(start =>
            [
                il.Create(OpCodes.Ldarg, parameter),
                il.Create(OpCodes.Brfalse, start),
                il.Create(OpCodes.Ldarg, parameter),
                il.Create(OpCodes.Call, toArray),
                il.Create(OpCodes.Starg, parameter),
            ]
        );
    }

    /// <summary>Copies a span, which cannot be kept alive itself, to an array.</summary>
    private void KeepSpan(ParameterDefinition parameter, GenericInstanceType span)
    {
        var copied = body.Instructions.FirstOrDefault(i =>
            i.OpCode.Code == Code.Stloc
            && i.Previous?.Previous?.OpCode.Code == Code.Ldarga
            && i.Previous.Previous.Operand == parameter
            && i.Previous.Operand is MethodReference { Name: "ToArray" }
        );
        var elements = copied?.Operand as VariableDefinition ?? NewLocal();
        if (copied is null)
        {
            var toArray = new MethodReference("ToArray", new ArrayType(span.ElementType.GenericParameters[0]), span) { HasThis = true };
            InsertAtStart(_ =>
                [il.Create(OpCodes.Ldarga, parameter), il.Create(OpCodes.Call, toArray), il.Create(OpCodes.Stloc, elements)]
            );
        }
        kept.Add(elements);
    }

    /// <summary>Adds GC.KeepAlive before a return, for all that is not kept there already.</summary>
    private void KeepUntil(Instruction ret)
    {
        var missing = kept.ToHashSet();
        var before = ret.Previous;
        if (before?.OpCode.Code == Code.Ldloc)
            before = before.Previous;
        for (; before?.Operand is MethodReference { Name: nameof(GC.KeepAlive) }; before = before.Previous.Previous)
            missing.Remove(before.Previous.Operand);
        if (missing.Count > 0)
            InsertBefore(ret, [.. missing.SelectMany(Keep)]);

        IEnumerable<Instruction> Keep(object x) =>
            [
                x is VariableDefinition local ? il.Create(OpCodes.Ldloc, local) : il.Create(OpCodes.Ldarg, (ParameterDefinition)x),
                il.Create(OpCodes.Call, OfGarbageCollector(nameof(GC.KeepAlive))),
            ];
    }

    private bool IsAssigned(object parameter) =>
        body.Instructions.Any(i => i.OpCode.Code is Code.Starg or Code.Ldarga && i.Operand == parameter);

    private MethodReference OfGarbageCollector(string name) =>
        new(name, module.TypeSystem.Void, new TypeReference(nameof(System), nameof(GC), module, module.TypeSystem.CoreLibrary))
        {
            Parameters = { new ParameterDefinition(module.TypeSystem.Object) },
        };

    private VariableDefinition NewLocal()
    {
        var local = new VariableDefinition(module.TypeSystem.Object);
        body.Variables.Add(local);
        body.InitLocals = true;
        return local;
    }

    private void InsertAtStart(Func<Instruction, Instruction[]> instructions)
    {
        var start = body.Instructions[0];
        foreach (var instruction in instructions(start))
            il.InsertBefore(start, instruction);
        changed = true;
    }

    /// <summary>Inserts instructions so that jumps to the place run them: it becomes the first, and what stood there follows.</summary>
    private void InsertBefore(Instruction place, List<Instruction> instructions)
    {
        var moved = il.Create(OpCodes.Nop);
        (moved.OpCode, moved.Operand) = (place.OpCode, place.Operand);
        (place.OpCode, place.Operand) = (instructions[0].OpCode, instructions[0].Operand);
        var last = place;
        foreach (var instruction in instructions.Skip(1).Append(moved))
        {
            il.InsertAfter(last, instruction);
            last = instruction;
        }
        changed = true;
    }
}
