namespace KoSparse.Tests.Architecture;

public sealed class NamespaceArrowsTests
{
    [Fact]
    public void Pairs_OfTheSources_AreNone()
    {
        ArrowGraph graph = NamespaceArrows.Of(House.Sources("src"));

        string[] pairs = [.. graph.Pairs()];

        Assert.True(graph.Has("KoSparse.Search.Bm25", "KoSparse.Search.Analysis"), "the sources were not read");
        Faults.AssertNone(pairs.Select(pair => Described(graph, pair)));
        Assert.Null(graph.Circle());
    }

    [Fact]
    public void Pairs_TwoFoldersThatUseEachOther_AreFound()
    {
        SourceText[] planted =
        [
            new("src/House/Upper/Roof.cs", "using House.Lower; namespace House.Upper; public sealed class Roof { public Cellar? Below; }"),
            new("src/House/Lower/Cellar.cs", "using House.Upper; namespace House.Lower; public sealed class Cellar { public Roof? Above; }"),
        ];

        Assert.Equal(["House.Lower <-> House.Upper"], NamespaceArrows.Of(planted).Pairs());
        Assert.Empty(NamespaceArrows.Of([planted[0], planted[1] with { Text = "namespace House.Lower; public sealed class Cellar;" }]).Pairs());
    }

    [Fact]
    public void Circle_ThreeFolders_IsFound()
    {
        SourceText[] planted =
        [
            new("a.cs", "using House.B; namespace House.A; public sealed class One { public Two? Next; }"),
            new("b.cs", "using House.C; namespace House.B; public sealed class Two { public Three? Next; }"),
            new("c.cs", "using House.A; namespace House.C; public sealed class Three { public One? Next; }"),
        ];

        ArrowGraph graph = NamespaceArrows.Of(planted);

        Assert.Empty(graph.Pairs());
        Assert.Equal("House.A -> House.B -> House.C -> House.A", graph.Circle());
        Assert.Null(NamespaceArrows.Of(planted[..2]).Circle());
    }

    [Theory]
    [InlineData("using House.Other; namespace House.Here; class User { Thing? _thing; }")]
    [InlineData("namespace House.Here; class User { House.Other.Thing? _thing; }")]
    [InlineData("namespace House.Here; class User { global::House.Other.Thing? _thing; }")]
    [InlineData("namespace House.Here; class User { Other.Thing? _thing; }")] // relative to an enclosing namespace
    [InlineData("namespace House.Here; class User { object Of() => new Other.Thing(); }")]
    [InlineData("using static House.Other.Words; namespace House.Here; class User { string Of() => Greeting; }")]
    [InlineData("using Alias = House.Other.Thing; namespace House.Here; class User { Alias? _thing; }")]
    [InlineData("namespace House.Here; class User { string Of() => $\"{Other.Words.Greeting}\"; }")]
    [InlineData("namespace House.Other.Inside; class User { Thing? _thing; }")] // of the folder above: no directive says so
    [InlineData("using House.Other; namespace House.Here; class User { int Of() => 3.Twice(); }")]
    [InlineData("using House.Other; namespace House.Here; [Mark] class User;")]
    public void Of_EveryWayToUseAType_GivesAnArrow(string text)
    {
        ArrowGraph graph = NamespaceArrows.Of([Other, new SourceText("user.cs", text)]);

        Assert.True(graph.Has("House.Here", "House.Other") || graph.Has("House.Other.Inside", "House.Other"));
        Assert.Empty(graph.Pairs());
    }

    [Theory]
    [InlineData("namespace House.Here; /* House.Other.Thing */ class User { string Of() => \"House.Other.Thing\"; }")]
    [InlineData("namespace House.Here; class Holder { public int Thing; } class User { int Of(Holder Other) => Other.Thing; }")]
    public void Of_NamesThatAreNoTypes_GivesNoArrow(string text) =>
        Assert.False(NamespaceArrows.Of([Other, new SourceText("user.cs", text)]).Has("House.Here", "House.Other"));

    private static readonly SourceText Other = new("other.cs", """
        namespace House.Other;
        public sealed class Thing;
        public sealed class MarkAttribute : System.Attribute;
        public static class Words
        {
            public const string Greeting = "안녕하세요";
            extension(int number) { public int Twice() => 2 * number; }
        }
        """);

    private static string Described(ArrowGraph graph, string pair)
    {
        string[] two = pair.Split(" <-> ");
        return $"{pair}: {graph.Where(two[0], two[1])}, {graph.Where(two[1], two[0])}";
    }
}
