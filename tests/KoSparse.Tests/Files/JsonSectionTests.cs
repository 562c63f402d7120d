using System.Text.Json;
using System.Text.Json.Nodes;
using KoSparse.Files;

namespace KoSparse.Tests.Files;

public sealed class JsonSectionTests
{
    private static readonly string[] Colours = ["red", "blue"];

    [Fact]
    public void Values_AsSaid_AreRead()
    {
        JsonSection section = Section("""{"n":-7,"large":9007199254740992,"x":0.5,"yes":true,"text":"바다","colour":"blue","list":[1,2],"inner":{"n":3},"more":[{"n":4}]}""");

        Assert.Equal(-7, section.WholeNumber("n"));
        Assert.Equal(9007199254740992, section.LargeNumber("large"));
        Assert.Equal(0.5, section.Number("x"));
        Assert.Equal(0.5, section.NumberOrNull("x"));
        Assert.True(section.Flag("yes"));
        Assert.Equal("바다", section.Text("text"));
        Assert.Equal(1, section.Choice("colour", Colours));
        Assert.Equal([1, 2], section.WholeNumbersOrNull("list")!);
        Assert.Equal(3, section.Section("inner")!.WholeNumber("n"));
        Assert.Equal(4, Assert.Single(section.Sections("more")).WholeNumber("n"));
        section.ThrowIfUnknown();
    }

    [Fact]
    public void Values_NotSaid_AreTheDefaults()
    {
        JsonSection section = Section("""{"none":null}""");

        Assert.Equal(5, section.WholeNumber("a", 5));
        Assert.Equal(0.25, section.Number("a", 0.25));
        Assert.False(section.Flag("a", false));
        Assert.Equal("땅", section.Text("a", "땅"));
        Assert.Equal(1, section.Choice("a", Colours, 1));
        Assert.Null(section.NumberOrNull("a"));
        Assert.Null(section.Section("a"));
        Assert.Null(section.WholeNumbersOrNull("a"));
        Assert.Null(section.NumberOrNull("none"));
        Assert.Null(section.Section("none", mayBeNull: true));
        Assert.Null(section.WholeNumbersOrNull("none"));
    }

    /// <summary>Each kind of reading refuses each kind of value that it is not for, null and nothing among them, and says which setting.</summary>
    [Theory]
    [InlineData("1")]
    [InlineData("0.5")]
    [InlineData("true")]
    [InlineData("\"red\"")]
    [InlineData("[0.5]")]
    [InlineData("[null]")]
    [InlineData("{}")]
    [InlineData("null")]
    [InlineData(null)]
    public void Values_OfAnotherKind_AreFaults(string? value)
    {
        (string Kind, Action<JsonSection> Read)[] readers =
        [
            ("1", s => s.WholeNumber("at")), ("1", s => s.LargeNumber("at")), ("1 0.5", s => s.Number("at")), ("1 0.5 null ", s => s.NumberOrNull("at")),
            ("true", s => s.Flag("at")), ("\"red\"", s => s.Text("at")), ("\"red\"", s => s.Choice("at", Colours)),
            ("{} ", s => s.Section("at")), ("null ", s => s.WholeNumbersOrNull("at")), ("nothing", s => s.Sections("at")),
        ];
        foreach ((string kind, Action<JsonSection> read) in readers)
        {
            JsonSection section = new(JsonNode.Parse(value is null ? """{"outer":{}}""" : $$"""{"outer":{"at":{{value}} } }""")!["outer"]!.AsObject());
            if (kind.Split(' ').Contains(value ?? ""))
            {
                read(section);
            }
            else
            {
                Assert.StartsWith("outer.at: ", Assert.Throws<JsonException>(() => read(section)).Message, StringComparison.Ordinal);
            }
        }
    }

    [Theory]
    [InlineData("2147483648")]
    [InlineData("1e300")]
    public void WholeNumber_BeyondItsRange_IsAFault(string value) =>
        Assert.Contains("whole number", Assert.Throws<JsonException>(() => Section($$"""{"n": {{value}} }""").WholeNumber("n")).Message, StringComparison.Ordinal);

    [Fact]
    public void ThrowIfUnknown_MisspeltName_SaysItAndWhatThereIs()
    {
        JsonSection section = Section("""{"heads":2,"haeds":3}""");
        section.WholeNumber("heads");

        string message = Assert.Throws<JsonException>(section.ThrowIfUnknown).Message;

        Assert.Contains("'haeds'", message, StringComparison.Ordinal);
        Assert.Contains("known are heads", message, StringComparison.Ordinal);
    }

    [Fact]
    public void Text_HalfOfASurrogatePair_IsAFault() =>
        Assert.StartsWith("t: ", Assert.Throws<JsonException>(() => Section("""{"t":"\ud800"}""").Text("t")).Message, StringComparison.Ordinal);

    private static JsonSection Section(string json) => new(JsonNode.Parse(json)!.AsObject());
}
