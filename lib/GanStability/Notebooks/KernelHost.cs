using System.Collections;
using System.Runtime.CompilerServices;
using Microsoft.DotNet.Interactive;
using Microsoft.DotNet.Interactive.Commands;
using Microsoft.DotNet.Interactive.Formatting;
using Plotly.NET;
using Plotly.NET.Interactive;
using static TorchSharp.torch;

namespace GanStability;

/// <summary>
/// A .NET Interactive kernel: VS Code, Jupyter and the course's own runner. This is the one class that knows its types. The kit ships no
/// assembly of the kernel and works without one, so these types stand in bodies of methods only, which are compiled when they are first
/// called: as a field, an interface or something inlined they would be looked for in every host.
/// </summary>
internal sealed class KernelHost : Host
{
    /// <summary>Kernels that the kit has prepared, so that a second <see cref="Kit.Start"/> changes nothing.</summary>
    private static readonly ConditionalWeakTable<object, object> Prepared = [];

    /// <summary>Whether this process is a kernel.</summary>
    public static bool IsHere { get; } =
        Type.GetType("Microsoft.DotNet.Interactive.KernelInvocationContext, Microsoft.DotNet.Interactive") is not null;

    /// <inheritdoc/>
    public override string Name => ".NET Interactive";

    /// <summary>
    /// Nobody looks on while the runner works: pictures that would be replaced cost up to a tenth of the time and are left out.
    /// </summary>
    public override bool UpdatesInPlace => IsWatched();

    /// <inheritdoc/>
    public override CancellationToken Cancellation => TokenOfCell();

    /// <inheritdoc/>
    public override Action<IShown> Show(IShown value) => Display(value) is { } handle ? next => Update(handle, next) : _ => { };

    /// <summary>Shows what the kit makes in its own formats, whether it stands last in a cell or goes through <c>display</c>.</summary>
#pragma warning disable CA2255 // the first value that a cell makes with the library is to be shown, also before Kit.Start
    [ModuleInitializer]
#pragma warning restore CA2255
    internal static void Initialize()
    {
        Interrupt.Source = () => InterruptSignal.WithHost(Host.Detect().Cancellation);
        if (IsHere)
            RegisterFormatters();
    }

    /// <summary>
    /// Makes the kernel of the running cell fit for the course, see <see cref="Kit.Start"/>; outside a cell it does nothing.
    /// </summary>
    [MethodImpl(MethodImplOptions.NoInlining)]
    public static void Prepare()
    {
        if (KernelInvocationContext.Current?.HandlingKernel is not { } kernel)
            return;
        ShowCharts(kernel);
        if (!Prepared.TryAdd(kernel, kernel))
            return;
        SilenceCompiler(kernel);
        kernel.AddMiddleware(new KernelCommandPipelineMiddleware(RefuseBroughtPackage));
        if (InterruptSignal.Listen())
            kernel.AddMiddleware(new KernelCommandPipelineMiddleware(BeginCell));
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    private static void RegisterFormatters()
    {
        Register<IEnumerable>();
        Register<ITuple>();
        Register<IDataSource>();
        Register<Tensor>();
        Register<IShown>();
        // What Kit.Show showed stands there already: without a semicolon behind it the cell shows no more.
        Formatter.Register<Display>((_, _) => true, HtmlFormatter.MimeType);
        Formatter.SetPreferredMimeTypesFor(typeof(Display), HtmlFormatter.MimeType);
        // Not of every list: a string is one of characters.
        foreach (var type in new[] { typeof(IEnumerable<object>), typeof(ITuple), typeof(IDataSource), typeof(Tensor), typeof(IShown) })
            Formatter.SetPreferredMimeTypesFor(type, HtmlFormatter.MimeType, PlainTextFormatter.MimeType);
    }

    /// <summary>
    /// Charts of Plotly.NET, offline. The formatter of Plotly.NET.Interactive comes first and the kit's own over it, because the former
    /// draws with scripts from two content networks; <see cref="Kit.Start"/> does it again where the package was loaded in between.
    /// </summary>
    [MethodImpl(MethodImplOptions.NoInlining)]
    private static void ShowCharts(Kernel kernel)
    {
        ((IKernelExtension)new FormatterKernelExtension()).OnLoadAsync(kernel);
        Register<GenericChart>();
        Formatter.SetPreferredMimeTypesFor(typeof(GenericChart), HtmlFormatter.MimeType, PlainTextFormatter.MimeType);
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    private static void Register<T>()
    {
        Register<T>(shown => shown.ToHtml(), HtmlFormatter.MimeType);
        Register<T>(shown => shown.ToText(), PlainTextFormatter.MimeType);
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    private static void Register<T>(Func<IShown, string> write, string mimeType) =>
        Formatter.Register<T>(
            (value, context) =>
            {
                if (Shows.Find(value) is not { } shown)
                    return FormatAsKernel(value, context, mimeType);
                context.Writer.Write(write(shown));
                return true;
            },
            mimeType
        );

    /// <summary>
    /// A list or tuple of nothing that the kit knows looks as it does without the kit: the kernel asks no formatter of its own after one
    /// that was registered.
    /// </summary>
    [MethodImpl(MethodImplOptions.NoInlining)]
    private static bool FormatAsKernel(object? value, FormatContext context, string mimeType) =>
        Formatter
            .RegisteredFormatters(includeDefaults: true)
            .Except(Formatter.RegisteredFormatters(includeDefaults: false))
            .Any(own => own.MimeType == mimeType && own.Type.IsInstanceOfType(value) && own.Format(value, context));

    /// <summary>
    /// TorchSharp was built against an older .NET, of which the compiler warns in every cell that is near one of its overloads with a
    /// complex number (CS1701): red, and nothing a learner could mend. The kernel has no setting for it, so its private options get a lower
    /// level of warnings; where they are not found nothing changes.
    /// </summary>
    [MethodImpl(MethodImplOptions.NoInlining)]
    private static void SilenceCompiler(Kernel kernel)
    {
        const System.Reflection.BindingFlags Private = System.Reflection.BindingFlags.Instance | System.Reflection.BindingFlags.NonPublic;
        var field = kernel.GetType().GetField("_scriptOptions", Private);
        var options = field?.GetValue(kernel);
        var quieter = options?.GetType().GetMethod("WithWarningLevel", [typeof(int)])?.Invoke(options, [1]);
        if (quieter is not null && field!.FieldType.IsInstanceOfType(quieter))
            field.SetValue(kernel, quieter);
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    private static Task RefuseBroughtPackage(KernelCommand command, KernelInvocationContext context, KernelPipelineContinuation next)
    {
        if (command is not AddPackage add || KitPackages.Refusal(add.PackageName, NativeLibraries.KitFolder) is not { } refusal)
            return next(command, context);
        context.Fail(command, message: refusal);
        return Task.CompletedTask;
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    private static Task BeginCell(KernelCommand command, KernelInvocationContext context, KernelPipelineContinuation next)
    {
        if (command is SubmitCode)
            InterruptSignal.NextCell();
        return next(command, context);
    }

    /// <summary>A kernel that was given no front works for a program, not for a person.</summary>
    [MethodImpl(MethodImplOptions.NoInlining)]
    private static bool IsWatched() =>
        KernelInvocationContext.Current?.HandlingKernel is { FrontendEnvironment: not AutomationEnvironment };

    [MethodImpl(MethodImplOptions.NoInlining)]
    private static CancellationToken TokenOfCell() => KernelInvocationContext.Current?.CancellationToken ?? CancellationToken.None;

    /// <summary>
    /// The kernel's own handle, null outside a cell. <c>display(x)</c> in a cell gives one too, but its <c>Update</c> addresses another
    /// output.
    /// </summary>
    [MethodImpl(MethodImplOptions.NoInlining)]
#pragma warning disable CA1859 // a lambda keeps the result, and must not have a field of the kernel's type
    private static object? Display(IShown value) => KernelInvocationContext.Current?.Display(value);
#pragma warning restore CA1859

    /// <summary>Outside a cell the kernel would write to the console of its process.</summary>
    [MethodImpl(MethodImplOptions.NoInlining)]
    private static void Update(object handle, IShown next)
    {
        if (KernelInvocationContext.Current is not null)
            ((DisplayedValue)handle).Update(next);
    }
}
