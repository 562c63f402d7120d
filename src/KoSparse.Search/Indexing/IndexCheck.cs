using KoSparse.Search.Segments;
using KoSparse.Search.Storage;

namespace KoSparse.Search.Indexing;

/// <summary>Reads every byte of an index and says what is damaged.</summary>
public static class IndexCheck
{
    /// <summary>Checks all files of the last commit.</summary>
    /// <param name="folder">Folder of the index.</param>
    /// <param name="stop">Stops between two segments.</param>
    /// <returns>What is wrong, by file; empty when all is well.</returns>
    /// <exception cref="IndexFormatException">There is no index, or its manifest is damaged.</exception>
    public static IReadOnlyList<string> Run(string folder, CancellationToken stop = default)
    {
        List<string> faults = [];
        foreach (SegmentEntry segment in IndexManifest.Read(folder).Segments)
        {
            stop.ThrowIfCancellationRequested();
            try
            {
                LiveSegment.Open(folder, segment).Reader.CheckAll();
            }
            catch (Exception fault) when (IndexFormatException.CanMeanDamage(fault))
            {
                faults.Add(IndexFormatException.Of(Path.Combine(folder, segment.File), fault).Message);
            }
        }

        return faults;
    }
}
