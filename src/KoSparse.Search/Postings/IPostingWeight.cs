namespace KoSparse.Search.Postings;

/// <summary>The final weight of a posting, now that all documents are known; a struct, so that its call is inlined.</summary>
internal interface IPostingWeight
{
    /// <summary>The weight of a term in a document that was added with another weight.</summary>
    float Of(int document, float added);
}

/// <summary>The weight as it was added.</summary>
internal readonly struct AddedWeight : IPostingWeight
{
    /// <inheritdoc/>
    public float Of(int document, float added) => added;
}
