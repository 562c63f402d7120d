namespace KoSparse.Hub;

/// <summary>How far a file is.</summary>
/// <param name="File">Its path in the repository.</param>
/// <param name="Done">Bytes.</param>
/// <param name="Total">Bytes.</param>
public readonly record struct TransferProgress(string File, long Done, long Total);
