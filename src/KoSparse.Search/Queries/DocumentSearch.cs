using System.Globalization;
using KoSparse.Data;
using KoSparse.Search.Analysis;
using KoSparse.Search.Fusion;
using KoSparse.Search.Postings;
using KoSparse.Search.Segments;
using KoSparse.Search.Storage;
using KoSparse.Text;
using KoSparse.Vectors;

namespace KoSparse.Search.Queries;

/// <summary>Questions in, documents with their explanation out; as safe to share between threads as its encoder.</summary>
public sealed class DocumentSearch
{
    private readonly Func<SearchIndex> _index;
    private readonly ISparseEncoder _encoder;

    private DocumentSearch(Func<SearchIndex> index, ISparseEncoder encoder) => (_index, _encoder) = (index, encoder);

    /// <summary>The index that is searched; with an <see cref="IndexFollower"/> the one of this moment.</summary>
    public SearchIndex Index => _index();

    /// <summary>Opens the last commit of an index, to search it with the encoder that built it.</summary>
    /// <param name="folder">Folder of the index.</param>
    /// <param name="encoder">Encodes the questions.</param>
    /// <param name="tokenizerHash">Hash of the encoder's tokenizer.</param>
    /// <param name="encoderName">What messages call the encoder, the folder of its model for instance.</param>
    /// <exception cref="IndexFormatException">There is no index, its manifest is damaged, or it was built with another tokenizer.</exception>
    public static DocumentSearch Open(
        string folder, ISparseEncoder encoder, string tokenizerHash, string encoderName = "the encoder given")
    {
        ArgumentNullException.ThrowIfNull(encoder);
        var index = SearchIndex.Open(folder);
        return Over(() => index, encoder, tokenizerHash, folder, encoderName);
    }

    /// <summary>Searches the commit of the moment, with the encoder that built the index.</summary>
    /// <param name="index">Is not disposed.</param>
    /// <param name="encoder">Encodes the questions.</param>
    /// <param name="tokenizerHash">Hash of the encoder's tokenizer.</param>
    /// <param name="encoderName">What messages call the encoder.</param>
    /// <exception cref="IndexFormatException">The index was built with another tokenizer.</exception>
    public static DocumentSearch Follow(
        IndexFollower index, ISparseEncoder encoder, string tokenizerHash, string encoderName = "the encoder given")
    {
        ArgumentNullException.ThrowIfNull(index);
        ArgumentNullException.ThrowIfNull(encoder);
        return Over(() => index.Current, encoder, tokenizerHash, index.Folder, encoderName);
    }

    private static DocumentSearch Over(Func<SearchIndex> followed, ISparseEncoder encoder, string tokenizerHash, string folder, string encoderName)
    {
        SearchIndex index = followed();
        return index.TokenizerHash == tokenizerHash && index.VocabularySize == encoder.VocabularySize
            ? new DocumentSearch(followed, encoder)
            : throw new IndexFormatException(
                $"{folder}: built with another tokenizer ({index.VocabularySize:N0} terms) than that of {encoderName} " +
                $"({encoder.VocabularySize:N0}). Search with the model that built it, or build it again with 'kosparse index'.");
    }

    /// <summary>The best documents for a question, best first, each with the terms that explain it; none for function words alone.</summary>
    /// <remarks>A segment that turns out to be damaged is left out and named in <see cref="SearchIndex.Faults"/>; the others answer.</remarks>
    /// <param name="question">The question as asked; lone surrogates become U+FFFD.</param>
    /// <param name="count">Largest number of results, at least 1.</param>
    /// <param name="field">What the question is compared with.</param>
    /// <param name="filters">What the documents must have, all of it; null for all documents.</param>
    public IReadOnlyList<FoundDocument> Search(
        string question, int count, SearchedField field = SearchedField.Vectors, IReadOnlyList<KeywordFilter>? filters = null)
    {
        ArgumentNullException.ThrowIfNull(question);
        ArgumentOutOfRangeException.ThrowIfLessThan(count, 1);
        string sound = SoundText.Of(question);
        if (FunctionWords.AreAll(sound))
        {
            return []; // nearly every document would be an answer
        }

        Lazy<SparseVector> vector = new(() => _encoder.EncodeQueries([sound])[0], isThreadSafe: false);
        SearchIndex index = Index; // the places that are found are those of one commit
        for (; ; )
        {
            int faults = index.Faults.Count;
            try
            {
                FoundDocument[] found = field == SearchedField.Both
                    ? Fused(index, sound, vector, count, filters)
                    : [.. Places(index, sound, vector, count, field, filters).Select(place => Explained(index, place, sound, vector, field))];
                if (index.Faults.Count == faults)
                {
                    return found;
                }
            }
            catch (IndexFormatException) when (index.Faults.Count > faults)
            {
                // A stored text or its terms were damaged. The segment is left out from now on.
            }
        }
    }

    private static FoundDocument Explained(SearchIndex index, ScoredDocument found, string question, Lazy<SparseVector> vector, SearchedField field) =>
        new(index.Document(found.Document), found.Score, field == SearchedField.Text ? [] : index.Explain(vector.Value, found.Document))
        {
            Words = field == SearchedField.Vectors ? [] : index.ExplainText(question, found.Document),
        };

    private static IReadOnlyList<ScoredDocument> Places(
        SearchIndex index, string question, Lazy<SparseVector> vector, int count, SearchedField field, IReadOnlyList<KeywordFilter>? filters) =>
        field == SearchedField.Text ? index.SearchText(question, count, filters) : index.Search(vector.Value, count, filters);

    private static FoundDocument[] Fused(SearchIndex index, string question, Lazy<SparseVector> vector, int count, IReadOnlyList<KeywordFilter>? filters)
    {
        PlaceSearcher[] lists = [.. new[] { SearchedField.Vectors, SearchedField.Text }.Select(field => new PlaceSearcher(field, most => Places(index, question, vector, most, field, filters)))];
        var fusion = new ReciprocalRankFusion(lists);
        return
        [
            .. fusion.Search(question, count).Select(hit =>
                Explained(index, new ScoredDocument(int.Parse(hit.DocumentId, CultureInfo.InvariantCulture), hit.Score), question, vector, SearchedField.Both) with
                {
                    Ranks = [.. lists.Where(list => list.RankOf(hit) > 0).Select(list => new RankContribution(list.Field, list.RankOf(hit), fusion.Contribution(list.RankOf(hit))))],
                }),
        ];
    }

    /// <summary>Hits whose ids are places in the order of indexing: two rankings of one index need no other. It remembers their ranks.</summary>
    private sealed class PlaceSearcher(SearchedField compared, Func<int, IReadOnlyList<ScoredDocument>> search) : ISearcher
    {
        private readonly Dictionary<string, int> _ranks = new(StringComparer.Ordinal);

        public SearchedField Field => compared;

        public IReadOnlyList<Hit> Search(string query, int count)
        {
            Hit[] hits = [.. search(count).Select(found => new Hit(found.Document.ToString(CultureInfo.InvariantCulture), found.Score))];
            foreach (Hit hit in hits)
            {
                _ranks.Add(hit.DocumentId, _ranks.Count + 1);
            }

            return hits;
        }

        /// <summary>A hit's rank from 1; 0 where it is not among those asked for.</summary>
        public int RankOf(Hit hit) => _ranks.GetValueOrDefault(hit.DocumentId);
    }
}
