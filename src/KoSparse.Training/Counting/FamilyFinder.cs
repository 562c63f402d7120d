using System.Runtime.InteropServices;
using KoSparse.Data;
using KoSparse.Text;
using KoSparse.Vectors;
using TorchSharp;
using static TorchSharp.torch;

namespace KoSparse.Training.Counting;

// Shapes: N tokens that were counted, B of them at a time, D dimensions.

/// <summary>Finds word families in a corpus: tokens that share a syllable and stand beside the same words.</summary>
/// <remarks>
/// Korean changes its words (만들다, 만드는, 만든) and a vocabulary cuts them where it likes (설립, ##설립). Letters alone mislead, as 화폐
/// and 폐지 share a syllable, and so does company, as 일본 and 중국 stand beside the same words. Both together are rarely wrong.
/// </remarks>
public static class FamilyFinder
{
    /// <summary>Least cosine of two relatives; chosen on training questions, as what follows (docs/experiments.md).</summary>
    private const float MinSimilarity = 0.4f;

    /// <summary>Tokens that give a share of their weight to a relative at most, the most similar ones.</summary>
    private const int MaxSources = 5;

    private const int Dimensions = 256;
    private const int Seed = 42;
    private const int BlockSize = 1000;

    /// <summary>Finds the families of a vocabulary.</summary>
    /// <param name="corpus">Documents or triplets; each as for <see cref="CorpusTexts.Read"/>.</param>
    /// <param name="tokenizer">Has the vocabulary.</param>
    /// <param name="progress">Told now and then how many texts were read; throws to stop.</param>
    public static WordFamilies Find(IReadOnlyList<string> corpus, Tokenizer tokenizer, IProgress<long>? progress = null)
    {
        ArgumentNullException.ThrowIfNull(corpus);
        ArgumentNullException.ThrowIfNull(tokenizer);
        Cooccurrences counts = Cooccurrences.Of(corpus, tokenizer, progress);
        using Tensor vectorsND = WordVectors.Of(counts, Dimensions, Seed);
        return Of(vectorsND, counts.Tokens, tokenizer);
    }

    /// <summary>For each token the most similar ones that share a syllable with it.</summary>
    /// <param name="vectorsND">Vectors of length 1.</param>
    /// <param name="tokens">The token of each.</param>
    /// <param name="tokenizer">Has the vocabulary.</param>
    internal static WordFamilies Of(Tensor vectorsND, IReadOnlyList<int> tokens, Tokenizer tokenizer)
    {
        string[] syllables = [.. tokens.Select(id => string.Concat(tokenizer.LettersOf(id).Where(c => c.IsHangulSyllable)))];
        int[] korean = [.. Enumerable.Range(0, tokens.Count).Where(row => syllables[row].Length > 0)];
        List<(int Source, int Token, float Similarity)> pairs = [];
        foreach (int[] rows in korean.Chunk(BlockSize))
        {
            using DisposeScope scope = NewDisposeScope();
            Tensor blockBN = vectorsND[tensor(rows.Select(row => (long)row).ToArray())].mm(vectorsND.t());
            float[] similarities = MemoryMarshal.Cast<byte, float>(blockBN.contiguous().bytes).ToArray();
            pairs.AddRange(rows.Index().AsParallel().AsOrdered().SelectMany(token => korean
                .Select(row => (Source: tokens[row], Token: tokens[token.Item], Similarity: similarities[(token.Index * tokens.Count) + row]))
                .Where(pair => pair.Similarity >= MinSimilarity && pair.Source != pair.Token)
                .Where(pair => tokenizer.LettersOf(pair.Source).IndexOfAny(syllables[token.Item].ToCharArray()) >= 0)
                .OrderByDescending(pair => pair.Similarity).ThenBy(pair => pair.Source)
                .Take(MaxSources)));
        }

        return new WordFamilies(pairs.GroupBy(pair => pair.Source).ToDictionary(
            family => family.Key,
            family => (IReadOnlyList<(int, float)>)[.. family.OrderByDescending(p => p.Similarity).Select(p => (p.Token, MathF.Round(Math.Min(1, p.Similarity), 3)))]));
    }
}
