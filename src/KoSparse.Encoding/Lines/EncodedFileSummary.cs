namespace KoSparse.Encoding.Lines;

/// <summary>What <see cref="EncodedFile"/> wrote.</summary>
/// <param name="Documents">Documents in the file.</param>
/// <param name="Before">Those of them that an earlier run had written.</param>
public readonly record struct EncodedFileSummary(int Documents, int Before);
