namespace KoSparse.Fuzz.Running;

/// <summary>A format that this project reads.</summary>
/// <param name="Name">Its name, that of the folder of its cases.</param>
/// <param name="Files">A good example: the files of a folder, by name. One at a time is damaged.</param>
/// <param name="Read">Reads the folder, to the last byte.</param>
internal sealed record FuzzedFormat(string Name, IReadOnlyDictionary<string, byte[]> Files, Action<string> Read)
{
    /// <summary>Bytes that reading one damaged example may allocate, all in all.</summary>
    /// <value>The default is 256 MiB; the examples have a few kilobytes.</value>
    public long MostBytes { get; init; } = 256 << 20;

    /// <summary>A format of one file.</summary>
    public static FuzzedFormat OfFile(string name, string file, byte[] example, Action<string> read) =>
        new(name, new Dictionary<string, byte[]> { [file] = example }, folder => read(Path.Combine(folder, file)));
}
