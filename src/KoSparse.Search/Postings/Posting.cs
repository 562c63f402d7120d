namespace KoSparse.Search.Postings;

/// <summary>A document and the impact of a term in it, in 32 bits: sorting many of them moves little.</summary>
/// <param name="document">Below <see cref="PostingFormat.MaxDocuments"/>.</param>
/// <param name="impact">From 1 to 255.</param>
internal readonly struct Posting(int document, byte impact)
{
    private readonly uint _bits = ((uint)document << 8) | impact;

    /// <summary>Number of the document.</summary>
    public int Document => (int)(_bits >> 8);

    /// <summary>Weight of the term, in steps of the list's largest weight / 255.</summary>
    public byte Impact => (byte)_bits;
}
