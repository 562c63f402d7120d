namespace KoSparse.Preparation;

/// <summary>A query made of a paragraph, and the text that answers it.</summary>
internal readonly record struct PreparedQuery(string Text, string Positive, string PairType);
