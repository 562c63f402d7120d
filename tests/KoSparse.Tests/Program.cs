using KoSparse.Tests.Search.Indexing;

// The tests' assembly is also the process that CrashTests kills: dotnet KoSparse.Tests.dll write-until-killed FOLDER
if (args is ["write-until-killed", string folder])
{
    CrashingWriter.Run(folder);
}
