using GanStability.Runner.Commands;
using GanStability.Runner.Session.Child;

Library.TakeFromKit();
return args is [Wire.Verb, .. var session]
    ? SessionProcessMain.Run(session)
    : await Cli.RunAsync(args, Terminal.OfProcess(), Directory.GetCurrentDirectory());
