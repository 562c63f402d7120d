namespace KoSparse.Data;

/// <summary>Finds documents for questions; safe to call from several threads.</summary>
public interface ISearcher
{
    /// <summary>The best documents for a question, best first; equal scores in the order of indexing.</summary>
    /// <param name="query">The question as asked.</param>
    /// <param name="count">Largest number of hits, at least 1. Documents that share nothing with the query are never hits.</param>
    IReadOnlyList<Hit> Search(string query, int count);
}
