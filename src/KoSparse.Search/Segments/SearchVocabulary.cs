using KoSparse.Vectors;

namespace KoSparse.Search.Segments;

/// <summary>Holds vectors to the vocabulary of an index.</summary>
internal static class SearchVocabulary
{
    /// <summary>Refuses a vector that holds other tokens.</summary>
    public static void ThrowIfOutside(SparseVector vector, int vocabularySize, string whose)
    {
        if (vector.Count > 0 && (vector.TokenIds[0] < 0 || vector.TokenIds[^1] >= vocabularySize))
        {
            throw new ArgumentException(
                $"The vector of {whose} holds tokens {vector.TokenIds[0]} to {vector.TokenIds[^1]}, the index has " +
                $"{vocabularySize}. Use the encoder that the index was built with.", nameof(vector));
        }
    }
}
