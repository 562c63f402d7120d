using KoSparse.Data;
using KoSparse.Evaluation.Benchmarks;
using KoSparse.Preparation;
using KoSparse.Preparation.Travel;

namespace KoSparse.Tests.Preparation.Travel;

public sealed class TravelTripletsTests : IDisposable
{
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("kosparse-travel-");

    public void Dispose() => _folder.Delete(recursive: true);

    [Fact]
    public void Run_Gazetteer_NegativesAreTheSameKindElsewhere()
    {
        (TravelStatistics statistics, Triplet[] triplets) = Make("out");

        Dictionary<Document, TravelDocument> places = TravelTexts.Read(Folder("out")).ToDictionary(d => d.Document.WithoutId());
        Assert.InRange(statistics.Triplets, 1000, 10_000);
        Assert.Equal(statistics.Triplets, triplets.Length);
        Assert.Equal(triplets.Length, triplets.DistinctBy(t => (t.Query, t.Positive)).Count());
        Assert.All(triplets, triplet =>
        {
            Assert.Equal(PairTypes.Travel, triplet.PairType);
            Assert.InRange(triplet.Negatives.Count, 1, 5);
            TravelDocument place = places[triplet.Positive];
            Assert.All(triplet.Negatives, negative =>
            {
                Assert.Equal(place.Kind, places[negative].Kind);
                Assert.NotEqual(place.Region.Province, places[negative].Region.Province);
            });
        });
        Triplet beach = triplets.First(t => t.Query == "여름에 가기 좋은 강릉 해수욕장");
        Assert.Equal("경포해수욕장", beach.Positive.Title);
    }

    [Fact]
    public void Run_HeldOutPlaces_AreNowhereInTraining()
    {
        (_, Triplet[] triplets) = Make("out");

        Benchmark held = BenchmarkFolder.Open(Path.Combine(Folder("out"), "travel")).Read();
        Dictionary<string, Document> texts = held.Documents.ToDictionary(d => d.Id);
        HashSet<string> asked = [.. triplets.Select(t => QueryKey.Of(t.Query))];
        HashSet<Document> trained = [.. triplets.SelectMany(t => t.Negatives.Prepend(t.Positive))];
        Assert.InRange(held.Queries.Count, 20, 600);
        Assert.DoesNotContain(held.Queries, query => asked.Contains(QueryKey.Of(query.Text)));
        // Questions for a place by name have an answer that nobody trained on; those for a kind and a region may have several.
        Query[] named = [.. held.Queries.Where(q => held.Judgements.Of(q.Id).Keys.Any(id => q.Text.Contains(texts[id].Title, StringComparison.Ordinal)))];
        Assert.NotEmpty(named);
        Assert.All(
            named,
            query => Assert.DoesNotContain(held.Judgements.Of(query.Id).Keys, id => trained.Contains(texts[id].WithoutId())));
    }

    [Fact]
    public void Run_SameSeed_WritesTheSameBytesAndAnotherSeedOthers()
    {
        _ = Make("one");
        _ = Make("two");
        _ = Make("other", seed: 7);

        byte[] Bytes(string name) => File.ReadAllBytes(Path.Combine(Folder(name), "train_travel.jsonl"));
        Assert.Equal(Bytes("one"), Bytes("two"));
        Assert.NotEqual(Bytes("one"), Bytes("other"));
    }

    [Fact]
    public void Run_NothingCollected_SaysWhatToCallFirst() =>
        Assert.Contains(
            "'make collect-travel' writes it",
            Assert.Throws<TripletPreparationException>(() => new TravelTriplets(new TravelTripletOptions { Folder = Folder("none") })).Message,
            StringComparison.Ordinal);

    [Fact]
    public void Write_Interrupted_LeavesNothing()
    {
        using CancellationTokenSource stop = new();
        stop.Cancel();

        Assert.Throws<OperationCanceledException>(() => TravelTexts.Write([new TravelGazetteer(1)], Folder("out"), null, stop.Token));
        Assert.Empty(Directory.GetFiles(Folder("out")));
    }

    private string Folder(string name) => Path.Combine(_folder.FullName, name);

    private (TravelStatistics Statistics, Triplet[] Triplets) Make(string name, int seed = 42)
    {
        TravelTexts.Write([new TravelGazetteer(42)], Folder(name));
        TravelStatistics statistics = new TravelTriplets(new TravelTripletOptions { Folder = Folder(name), Seed = seed }).Run();
        return (statistics, [.. TripletReader.Read(Path.Combine(Folder(name), "train_travel.jsonl"))]);
    }
}
