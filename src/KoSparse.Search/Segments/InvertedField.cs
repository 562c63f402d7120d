using KoSparse.Search.Postings;
using KoSparse.Search.Storage;

namespace KoSparse.Search.Segments;

/// <summary>Terms as byte strings, ascending, each with its postings: a segment's vectors, its text or its keywords.</summary>
internal sealed class InvertedField
{
    /// <summary>Finds the parts of a field.</summary>
    public InvertedField(CheckedBytes bytes, FieldLayout layout)
    {
        Terms = new StringTable(bytes, layout.Terms);
        Postings = new PostingLists(bytes, layout.PostingsOffset, layout.Postings);
        if (Terms.Count != Postings.TermCount)
        {
            throw IndexFormatException.Damaged(
                bytes.Name, $"has {Terms.Count} terms with {Postings.TermCount} posting lists");
        }
    }

    /// <summary>The terms; a term's number is that of its list.</summary>
    public StringTable Terms { get; }

    /// <summary>The posting lists.</summary>
    public PostingLists Postings { get; }
}
