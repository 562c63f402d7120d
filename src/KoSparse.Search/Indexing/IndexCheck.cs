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
        ArgumentException.ThrowIfNullOrEmpty(folder);
        for (var manifest = IndexManifest.Read(folder); ;)
        {
            List<string> faults = Check(folder, manifest, stop);
            IndexManifest now = IndexManifest.Read(folder);
            if (faults.Count == 0 || now.Generation == manifest.Generation)
            {
                return faults;
            }

            manifest = now; // a writer has committed meanwhile, and deleted files of the older commit
        }
    }

    private static List<string> Check(string folder, IndexManifest manifest, CancellationToken stop)
    {
        List<string> faults = [];
        foreach (SegmentEntry segment in manifest.Segments)
        {
            stop.ThrowIfCancellationRequested();
            try
            {
                LiveSegment.Open(folder, segment).Reader.CheckAll();
            }
            catch (Exception fault) when (IndexFormatException.CanMeanDamage(fault))
            {
                faults.Add(IndexFormatException.Of(LiveSegment.PathOf(folder, segment), fault).Message);
            }
        }

        return faults;
    }
}
