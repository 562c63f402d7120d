namespace KoSparse.Pickles;

/// <summary>Where the numbers of a checkpoint are: in a ZIP archive, or behind the pickles of an older file.</summary>
internal interface IStorages : IDisposable
{
    /// <summary>Finds the storages that tensors look into; called once, before the first read.</summary>
    /// <exception cref="FormatException">The file lacks one of them, or a part of it.</exception>
    void Locate(IReadOnlyDictionary<string, Storage> storages);

    /// <summary>Fills memory with bytes of a storage.</summary>
    void Read(Storage storage, long offset, Span<byte> destination);
}
