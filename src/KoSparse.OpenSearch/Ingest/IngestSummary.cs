namespace KoSparse.OpenSearch.Ingest;

/// <summary>How an ingest went.</summary>
/// <param name="Read">Documents that were read, those of runs before included.</param>
/// <param name="Failed">Those that are not in the index.</param>
/// <param name="Before">Those that runs before had dealt with.</param>
public readonly record struct IngestSummary(long Read, long Failed, long Before)
{
    /// <summary>Documents that were taken.</summary>
    public long Taken => Read - Failed;
}
