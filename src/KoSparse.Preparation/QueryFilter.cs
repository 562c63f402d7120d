using KoSparse.Data;

namespace KoSparse.Preparation;

/// <summary>Keeps questions that are measured on out of the training queries.</summary>
internal sealed class QueryFilter
{
    private readonly HashSet<string> _measured;
    private readonly HashSet<string> _validation;

    public QueryFilter(HashSet<string> measured, IEnumerable<RealQuestion> validation)
    {
        _measured = measured;
        _validation = [.. validation.Select(question => QueryKey.Of(question.Text))];
    }

    /// <summary>Keys of the questions in files of <c>{"_id", "text"}</c> lines.</summary>
    public static HashSet<string> KeysOf(IEnumerable<string> files) =>
        [.. files.SelectMany(file => JsonLines.Read(file, line => QueryKey.Of(line.RequiredText("text"))))];

    /// <summary>Why a query must not be trained on, or null.</summary>
    /// <param name="query">The query.</param>
    /// <param name="seen">Keys of the queries in the same file; the query's is added.</param>
    public string? Reject(string query, HashSet<string> seen)
    {
        string key = QueryKey.Of(query);
        return key.Length == 0 ? "empty"
            : _measured.Contains(key) ? "benchmark question"
            : _validation.Contains(key) ? "validation question"
            : seen.Add(key) ? null
            : "repeated";
    }
}
