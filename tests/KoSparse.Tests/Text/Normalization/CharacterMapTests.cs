using KoSparse.Text.Normalization;

namespace KoSparse.Tests.Text.Normalization;

public sealed class CharacterMapTests
{
    private static readonly CharacterMap Map = new(CharacterMapFile.Write(new Dictionary<string, string>
    {
        ["Ａ"] = "A",
        ["㎏"] = "kg",
        ["\u200B"] = " ",
        ["\u00AD"] = "",
        ["가\u11A8"] = "각",
        ["e"] = "e",
        ["e\u0301"] = "é",
        ["\U0001D400"] = "A",
    }));

    [Theory]
    [InlineData("Ａ", true, 1, "A")]
    [InlineData("㎏은", true, 1, "kg")]
    [InlineData("가\u11A8", true, 2, "각")]
    [InlineData("e\u0301", true, 2, "é")]
    [InlineData("e\u0301", false, 1, "e")]
    [InlineData("\U0001D400", true, 2, "A")]
    [InlineData("\u00AD", true, 1, "")]
    public void TryMatch_Keys_AreFound(string text, bool longest, int length, string replacement)
    {
        Assert.True(Map.TryMatch(text, longest, out int foundLength, out string found));
        Assert.Equal((length, replacement), (foundLength, found));
    }

    [Theory]
    [InlineData("가")] // begins a key and is none
    [InlineData("나")]
    [InlineData("\U0001D401")]
    public void TryMatch_NoKey_FindsNothing(string text) => Assert.False(Map.TryMatch(text, longest: true, out _, out _));

    [Theory]
    [InlineData("")]
    [InlineData("AAAA")]
    [InlineData("/////w==")]
    public void Create_DamagedTable_IsRefused(string base64) => Assert.Throws<FormatException>(() => new CharacterMap(Convert.FromBase64String(base64)));

    [Fact]
    public void TryMatch_AnyBytes_StaysInside()
    {
        Random random = new(7);
        for (int run = 0; run < 200; run++)
        {
            byte[] table = CharacterMapFile.Write(new Dictionary<string, string> { ["Ａ"] = "A", ["가"] = "나" });
            for (int i = 0; i < 40; i++)
            {
                table[random.Next(sizeof(uint), table.Length)] = (byte)random.Next(256);
            }

            CharacterMap map = new(table);
            for (int c = 0; c < 0xD800; c += 7)
            {
                map.TryMatch($"{(char)c}Ａ가", longest: true, out int length, out _);
                Assert.InRange(length, 0, 3);
            }
        }
    }
}
