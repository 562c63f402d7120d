using KoSparse.Search.Postings;
using KoSparse.Vectors;

namespace KoSparse.Tests.Search.Postings;

/// <summary>Lists from very long to very short with few different weights, so that ties abound; with two bytes an impact, weights that one byte cannot tell apart as well.</summary>
internal sealed class RandomPostings
{
    private static readonly double[] Densities = [0.9, 0.5, 0.2, 0.05, 0.02, 0.01, 0.003, 0];

    public RandomPostings(int documents, int seed, int impactBytes = 1)
    {
        Random random = new(seed);
        Weights = new float[documents, Densities.Length];
        PostingListsBuilder builder = new();
        for (int document = 0; document < documents; document++)
        {
            List<int> terms = [];
            List<float> weights = [];
            for (int term = 0; term < Densities.Length; term++)
            {
                if (random.NextDouble() < Densities[term])
                {
                    float finer = impactBytes == 2 && random.Next(2) == 0 ? random.Next(200) / 65_280f : 0;
                    Weights[document, term] = (random.Next(1, 5) / 4f) - finer;
                    terms.Add(term);
                    weights.Add(Weights[document, term]);
                }
            }

            builder.Add(SparseVector.FromSorted([.. terms], [.. weights]));
        }

        Lists = builder.Build(Densities.Length, new PostingFormat(impactBytes));
    }

    public static int TermCount => Densities.Length;

    public float[,] Weights { get; }

    public PostingLists Lists { get; }
}
