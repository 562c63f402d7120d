using System.CommandLine;
using KoSparse.Cli;

Command root = KoSparseCommand.Build(args.FirstOrDefault());
return await ExitCodes.RunAsync(root, args);
