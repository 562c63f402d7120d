using KoSparse.Data;

namespace KoSparse.Preparation;

/// <summary>A query made of a paragraph, and the document that answers it.</summary>
internal readonly record struct PreparedQuery(string Text, Document Positive, string PairType);
