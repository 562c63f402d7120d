using System.CommandLine;
using KoSparse.Cli;

RootCommand root = KoSparseCommand.Build();
return await ExitCodes.RunAsync(root, args);
