using System.CommandLine;
using KoSparse.Cli;

Command root = KoSparseCommand.Build();
return await ExitCodes.RunAsync(root, args);
