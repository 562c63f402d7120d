using System.Buffers.Binary;
using System.Runtime.InteropServices;
using System.Security.Cryptography;
using KoSparse.Text;

namespace KoSparse.Data;

/// <summary>Counts in how many distinct texts of a corpus each token occurs: streamed, on all cores.</summary>
/// <remarks>
/// Memory does not grow with the texts' length, but with their number: repeats are told by 128 bits of a SHA-256,
/// which takes about 40 bytes for each distinct text (40 MB a million).
/// </remarks>
public static class IdfCounter
{
    /// <summary>Texts between two reports of progress.</summary>
    private const int ReportInterval = 10_000;

    /// <summary>Counts the files of a corpus.</summary>
    /// <param name="patterns">Documents or triplets; each as for <see cref="CorpusTexts.Read"/>.</param>
    /// <param name="tokenizer">Splits the texts.</param>
    /// <param name="smoothing">The formula.</param>
    /// <param name="options">How bad lines are met.</param>
    /// <param name="progress">Told the number of texts read so far, repeats included, when given.</param>
    public static InverseDocumentFrequency CountFiles(
        IReadOnlyList<string> patterns,
        Tokenizer tokenizer,
        IdfSmoothing smoothing,
        JsonLinesOptions? options = null,
        IProgress<long>? progress = null)
    {
        ArgumentNullException.ThrowIfNull(patterns);
        CorpusFile[] files = [.. patterns.SelectMany(CorpusFile.Describe)];
        InverseDocumentFrequency counted = Count(patterns.SelectMany(p => CorpusTexts.Read(p, options)), tokenizer, smoothing, progress);
        return new InverseDocumentFrequency(
            counted.DocumentFrequencies.ToArray(), counted.DocumentCount, smoothing, tokenizer.Hash, tokenizer.SpecialTokens.All)
        {
            Corpus = files,
        };
    }

    /// <summary>Counts texts; a repeated text counts once.</summary>
    /// <param name="texts">Enumerated once, by one thread at a time.</param>
    /// <param name="tokenizer">Splits the texts.</param>
    /// <param name="smoothing">The formula.</param>
    /// <param name="progress">Told the number of texts read so far, repeats included, when given.</param>
    /// <exception cref="IdfException">There are no texts.</exception>
    public static InverseDocumentFrequency Count(
        IEnumerable<string> texts, Tokenizer tokenizer, IdfSmoothing smoothing, IProgress<long>? progress = null)
    {
        ArgumentNullException.ThrowIfNull(texts);
        ArgumentNullException.ThrowIfNull(tokenizer);
        Counter total = new(tokenizer);
        Parallel.ForEach(
            Distinct(texts, progress),
            new ParallelOptions { MaxDegreeOfParallelism = Environment.ProcessorCount },
            () => new Counter(tokenizer),
            (text, _, counter) =>
            {
                counter.Add(text);
                return counter;
            },
            counter =>
            {
                lock (total)
                {
                    total.Add(counter);
                }
            });
        return total.Documents > 0
            ? new InverseDocumentFrequency(
                total.Frequencies, total.Documents, smoothing, tokenizer.Hash, tokenizer.SpecialTokens.All)
            : throw new IdfException("There are no texts to count. Check the pattern of the corpus.");
    }

    private static IEnumerable<string> Distinct(IEnumerable<string> texts, IProgress<long>? progress)
    {
        HashSet<UInt128> seen = [];
        long read = 0;
        foreach (string text in texts)
        {
            if (++read % ReportInterval == 0)
            {
                progress?.Report(read);
            }

            if (seen.Add(HashOf(text)))
            {
                yield return text;
            }
        }

        progress?.Report(read);
    }

    private static UInt128 HashOf(string text)
    {
        Span<byte> hash = stackalloc byte[SHA256.HashSizeInBytes];
        SHA256.HashData(MemoryMarshal.AsBytes(text.AsSpan()), hash);
        return BinaryPrimitives.ReadUInt128LittleEndian(hash);
    }

    /// <summary>One thread's counts. A token's stamp is the last text that had it, so each text counts it once without a set.</summary>
    private sealed class Counter(Tokenizer tokenizer)
    {
        private readonly int[] _stamps = new int[tokenizer.Vocabulary.Count];
        private readonly List<int> _ids = [];

        public int[] Frequencies { get; } = new int[tokenizer.Vocabulary.Count];

        public int Documents { get; private set; }

        public void Add(string text)
        {
            Documents++;
            _ids.Clear();
            tokenizer.AddFoldedIds(text, _ids);
            foreach (int id in _ids)
            {
                if (_stamps[id] != Documents)
                {
                    _stamps[id] = Documents;
                    Frequencies[id]++;
                }
            }
        }

        public void Add(Counter other)
        {
            Documents += other.Documents;
            for (int id = 0; id < Frequencies.Length; id++)
            {
                Frequencies[id] += other.Frequencies[id];
            }
        }
    }
}
