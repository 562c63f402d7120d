using System.Globalization;
using KoSparse.Tests.Killing;
using KoSparse.Tests.Search.Indexing;

// The tests' assembly is also the process that CrashTests kills: dotnet KoSparse.Tests.dll write-until-killed FOLDER
if (args is ["write-until-killed", string folder])
{
    CrashingWriter.Run(folder);
}

// And the writers that KillTests kills, or whose disk it fills: dotnet KoSparse.Tests.dll write KIND FOLDER FROM TO
if (args is ["write", string kind, string output, string from, string to])
{
    return Killer.Run(KilledWriters.All[kind], output, int.Parse(from, CultureInfo.InvariantCulture), int.Parse(to, CultureInfo.InvariantCulture));
}

return 0;
