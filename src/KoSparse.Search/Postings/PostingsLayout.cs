namespace KoSparse.Search.Postings;

/// <summary>What must be known to find the parts of written posting lists.</summary>
/// <param name="Documents">Number of documents.</param>
/// <param name="Terms">Number of lists.</param>
/// <param name="ListBytes">Length of all lists; the table follows them.</param>
/// <param name="ImpactBytes">Bytes of an impact.</param>
internal sealed record PostingsLayout(int Documents, int Terms, int ListBytes, int ImpactBytes = 1)
{
    /// <summary>Length of the table: a start for each list and one past the last, a count and a largest weight for each.</summary>
    public long TableBytes => (sizeof(int) * (Terms + 1L)) + ((sizeof(int) + sizeof(float)) * (long)Terms);

    /// <summary>Length of lists and table.</summary>
    public long Length => ListBytes + TableBytes;
}
