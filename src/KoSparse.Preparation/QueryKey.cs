using System.Text;
using KoSparse.Text;

namespace KoSparse.Preparation;

/// <summary>Tells whether two queries are the same but for spacing, punctuation, case and composition.</summary>
internal static class QueryKey
{
    /// <summary>The query folded and in lower case, letters and digits only.</summary>
    public static string Of(string query)
    {
        StringBuilder key = new(query.Length);
        foreach (char character in FoldedText.Of(query).Text)
        {
            if (char.IsLetterOrDigit(character))
            {
                key.Append(char.ToLowerInvariant(character));
            }
        }

        return key.ToString();
    }
}
