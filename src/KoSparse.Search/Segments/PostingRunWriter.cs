using System.Runtime.InteropServices;

namespace KoSparse.Search.Segments;

/// <summary>Writes a run: the postings of some documents, by ascending term, with their weights as added.</summary>
/// <remarks>
/// Of each term: its length and the number of its postings (int32 each), its bytes, the documents (int32 × n), their weights
/// (float × n). A run is read once, by the process that wrote it.
/// </remarks>
/// <param name="output">Takes the run.</param>
internal sealed class PostingRunWriter(Stream output)
{
    /// <summary>Adds the next term.</summary>
    public void Add(ReadOnlySpan<byte> term, ReadOnlySpan<int> documents, ReadOnlySpan<float> weights)
    {
        output.Write(MemoryMarshal.AsBytes<int>([term.Length, documents.Length]));
        output.Write(term);
        output.Write(MemoryMarshal.AsBytes(documents));
        output.Write(MemoryMarshal.AsBytes(weights));
    }
}
