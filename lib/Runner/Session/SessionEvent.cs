using System.Text.Json.Serialization;

namespace GanStability.Runner.Session;

/// <summary>What a running cell reports, in the order in which it happens.</summary>
[JsonPolymorphic(TypeDiscriminatorPropertyName = "event")]
[JsonDerivedType(typeof(Displayed), "display")]
[JsonDerivedType(typeof(Printed), "print")]
[JsonDerivedType(typeof(Returned), "return")]
[JsonDerivedType(typeof(Failed), "fail")]
internal abstract record SessionEvent;

/// <summary>Something was shown, or what was shown under the same id changed.</summary>
/// <param name="Id">Names the place, for later updates.</param>
/// <param name="Content">Mime type → content.</param>
/// <param name="IsUpdate">Replaces what the id shows.</param>
internal sealed record Displayed(string Id, IReadOnlyDictionary<string, string> Content, bool IsUpdate) : SessionEvent;

/// <summary>Text on <c>stdout</c> or <c>stderr</c>.</summary>
internal sealed record Printed(string Stream, string Text) : SessionEvent;

/// <summary>The value of the cell's last expression.</summary>
internal sealed record Returned(IReadOnlyDictionary<string, string> Content) : SessionEvent;

/// <summary>The cell ended with an error.</summary>
/// <param name="Name">The type of the exception.</param>
/// <param name="Message">What happened, for a reader.</param>
/// <param name="Line">The line in the cell, from one; null when unknown.</param>
/// <param name="Stack">Where it happened, innermost first, without paths of this machine.</param>
internal sealed record Failed(string Name, string Message, int? Line, IReadOnlyList<string> Stack) : SessionEvent;
