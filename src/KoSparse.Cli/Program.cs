using System.CommandLine;
using KoSparse.Cli;
using KoSparse.Cli.Commands;

Command root = KoSparseCommand.Build(args.FirstOrDefault());
return await ExitCodes.RunAsync(root, args);
