using KoSparse.Data;
using KoSparse.Training.Curriculum;

namespace KoSparse.Training.Batches;

/// <summary>All triplets of a run in memory, and the order in which an epoch draws them.</summary>
/// <remarks>
/// The order is a function of seed, epoch and phase alone, so that a resumed run draws what an uninterrupted one would.
/// Texts that occur often, as negatives do, are kept once.
/// </remarks>
internal sealed class TrainingSet
{
    /// <summary>Batches that are sorted by length together: long enough to save padding, short enough to stay random.</summary>
    private const int BatchesPerBucket = 32;

    private readonly Triplet[] _triplets;
    private readonly Dictionary<string, int[]> _byType;
    private readonly DataOptions _options;
    private readonly int _seed;
    private IReadOnlyDictionary<string, IReadOnlyList<Document>> _mined = new Dictionary<string, IReadOnlyList<Document>>();

    private TrainingSet(Triplet[] triplets, DataOptions options, int seed)
    {
        (_triplets, _options, _seed) = (triplets, options, seed);
        _byType = triplets
            .Select((t, i) => (Type: t.PairType ?? "", Index: i))
            .GroupBy(p => p.Type, StringComparer.Ordinal)
            .ToDictionary(g => g.Key, g => g.Select(p => p.Index).ToArray(), StringComparer.Ordinal);
    }

    /// <summary>Number of triplets.</summary>
    public int Count => _triplets.Length;

    /// <summary>Number of triplets of each <c>pair_type</c>; an empty name stands for none.</summary>
    public IReadOnlyDictionary<string, int> CountsByType => _byType.ToDictionary(p => p.Key, p => p.Value.Length);

    /// <summary>Triplets drawn per epoch.</summary>
    public int SamplesPerEpoch => _options.SamplesPerEpoch > 0 ? _options.SamplesPerEpoch : Count;

    /// <summary>Batches per epoch; the last may be smaller.</summary>
    public int BatchesPerEpoch => (SamplesPerEpoch + _options.BatchSize - 1) / _options.BatchSize;

    /// <summary>Mean number of characters of the positives.</summary>
    public double MeanPositiveLength => _triplets.Average(t => (double)t.Positive.Length);

    /// <summary>The triplet at an index, with mined negatives where there are any.</summary>
    public Triplet this[int index] =>
        _mined.TryGetValue(_triplets[index].Query, out IReadOnlyList<Document>? mined) ? WithNegatives(_triplets[index], mined) : _triplets[index];

    /// <summary>The triplet at an index as it was read.</summary>
    public Triplet Original(int index) => _triplets[index];

    /// <summary>Puts negatives in the place of the triplets' own, for the queries that have some.</summary>
    public void UseNegatives(IReadOnlyDictionary<string, IReadOnlyList<Document>> byQuery) => _mined = byQuery;

    /// <summary>Reads triplets.</summary>
    /// <param name="options">Where they are.</param>
    /// <param name="seed">Decides the order.</param>
    /// <param name="summary">Told what was skipped and ignored.</param>
    /// <exception cref="TripletFormatException">A line cannot be read, or there is none.</exception>
    public static TrainingSet Read(DataOptions options, int seed, ReadSummary? summary = null)
    {
        ArgumentNullException.ThrowIfNull(options);
        Dictionary<Document, Document> pool = [];
        Document Once(Document text) => pool.TryAdd(text, text) ? text : pool[text];
        JsonLinesOptions reading = new() { SkipBadLines = options.SkipBadLines, SkippedWith = "data.skip_bad_lines: true", Summary = summary };
        IEnumerable<Triplet>[] files = [.. options.Train.SelectMany(DataFiles.Find).Distinct().Select(f => TripletReader.Read(f, reading))];
        IEnumerable<Triplet> triplets = options.MaxSamples > 0 ? InTurns(files).Take(options.MaxSamples) : files.SelectMany(f => f);
        Triplet[] read = [.. triplets.Select(t => t with { Positive = Once(t.Positive), Negatives = [.. t.Negatives.Select(Once)] })];
        return read.Length >= 2
            ? new TrainingSet(read, options, seed)
            : throw new TripletFormatException(
                $"{Name(options)}: {read.Length} triplet(s); training needs at least 2. 'make prepare-v28-data' writes them.");
    }

    /// <summary>A set of given triplets.</summary>
    public static TrainingSet Of(IEnumerable<Triplet> triplets, DataOptions options, int seed) => new([.. triplets], options, seed);

    /// <summary>The batches of an epoch as indices of triplets.</summary>
    /// <param name="epoch">The epoch, from 1.</param>
    /// <param name="phase">Its phase, whose data mix is drawn; null draws triplets as they come.</param>
    /// <exception cref="TripletFormatException">The mix names a type that no triplet has.</exception>
    public IReadOnlyList<int[]> BatchesOf(int epoch, CurriculumPhase? phase)
    {
        Random random = NumberedRandom.Of(_seed, epoch);
        int[] drawn = phase is { DataWeights.Count: > 0 } ? DrawMix(phase, random) : Draw(AllShuffled(random), SamplesPerEpoch);
        random.Shuffle(drawn);
        int[][] batches = [.. drawn
            .Chunk(_options.BatchSize * BatchesPerBucket)
            .SelectMany(bucket => bucket.OrderBy(i => _triplets[i].Positive.Length).Chunk(_options.BatchSize))];
        random.Shuffle(batches);
        return batches;
    }

    private int[] DrawMix(CurriculumPhase phase, Random random)
    {
        string[] present = [.. phase.DataWeights.Where(p => p.Value > 0 && _byType.ContainsKey(p.Key)).Select(p => p.Key)];
        if (present.Length == 0)
        {
            throw new TripletFormatException(
                $"{Name(_options)}: no triplet has one of the pair types {string.Join(", ", phase.DataWeights.Keys)} of epochs " +
                $"{phase.FromEpoch} to {phase.ToEpoch}; found {string.Join(", ", _byType.Keys.Select(k => k.Length == 0 ? "none" : k))}.");
        }

        double total = present.Sum(t => phase.DataWeights[t]);
        List<int> drawn = [];
        foreach (string type in present)
        {
            int share = (int)Math.Round(SamplesPerEpoch * phase.DataWeights[type] / total);
            int[] indices = [.. _byType[type]];
            random.Shuffle(indices);
            drawn.AddRange(Draw(indices, share));
        }

        int missing = Math.Max(0, SamplesPerEpoch - drawn.Count);
        drawn.AddRange(Draw(_byType[present[0]], missing));
        return [.. drawn.Take(SamplesPerEpoch)];
    }

    /// <summary>Scores stay with the texts that have them; others get none, which is not a number.</summary>
    private static Triplet WithNegatives(Triplet triplet, IReadOnlyList<Document> negatives)
    {
        if (triplet.TeacherScores is not { } scores)
        {
            return triplet with { Negatives = negatives };
        }

        Dictionary<Document, float> known = new(triplet.Negatives.Zip(scores.Skip(1), KeyValuePair.Create).DistinctBy(p => p.Key));
        return triplet with
        {
            Negatives = negatives,
            TeacherScores = [scores[0], .. negatives.Select(text => known.GetValueOrDefault(text, float.NaN))],
        };
    }

    /// <summary>One triplet of each file after the other, so that few hold every kind.</summary>
    private static IEnumerable<Triplet> InTurns(IEnumerable<Triplet>[] files)
    {
        List<IEnumerator<Triplet>> open = [.. files.Select(f => f.GetEnumerator())];
        try
        {
            while (open.Count > 0)
            {
                foreach (IEnumerator<Triplet> file in open.ToArray())
                {
                    if (file.MoveNext())
                    {
                        yield return file.Current;
                    }
                    else
                    {
                        file.Dispose();
                        open.Remove(file);
                    }
                }
            }
        }
        finally
        {
            open.ForEach(file => file.Dispose());
        }
    }

    private static string Name(DataOptions options) => string.Join(", ", options.Train);

    private int[] AllShuffled(Random random)
    {
        int[] indices = [.. Enumerable.Range(0, Count)];
        random.Shuffle(indices);
        return indices;
    }

    /// <summary>The first indices, from the front again when there are too few.</summary>
    private static int[] Draw(int[] indices, int count) => [.. Enumerable.Range(0, count).Select(i => indices[i % indices.Length])];
}
