// Several tests replace what a process has only once (the notebook's display and cancellation, the error stream, torch's default
// generator) or measure memory and time, and one keeps every processor busy on purpose (CollectionStressTests).
[assembly: Xunit.CollectionBehavior(Xunit.CollectionBehavior.CollectionPerAssembly)]
