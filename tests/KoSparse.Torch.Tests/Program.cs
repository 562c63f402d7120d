using System.Globalization;
using KoSparse.Tests.Killing;
using KoSparse.Torch.Tests.Killing;

// The tests' assembly is also the process that KillTests kills: dotnet KoSparse.Torch.Tests.dll write KIND FOLDER FROM TO
return args is ["write", string kind, string output, string from, string to]
    ? Killer.Run(KilledTrainingWriters.All[kind], output, int.Parse(from, CultureInfo.InvariantCulture), int.Parse(to, CultureInfo.InvariantCulture))
    : 0;
