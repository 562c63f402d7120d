using KoSparse.Text.Normalization;

namespace KoSparse.Tests.Text.Normalization;

public sealed class SentencePieceRulesTests
{
    private static readonly CharacterMap Map = new(CharacterMapFile.Write(new Dictionary<string, string>
    {
        ["㎏"] = "kg",
        ["\u3000"] = " ",
        ["\u200B"] = " ",
        ["\u0007"] = "",
        ["¨"] = " \u0308",
    }));

    [Theory]
    [InlineData(" 서울  은 ", "▁[1,1] 서[1,2] 울[2,3] ▁[5,5] 은[5,6]")]
    [InlineData("3㎏", "▁[0,0] 3[0,1] k[1,2] g[1,2]")]
    [InlineData("\u3000서\u200B \u0007울", "▁[1,1] 서[1,2] ▁[4,4] 울[5,6]")]
    [InlineData("가¨나", "▁[0,0] 가[0,1] ▁[1,1] \u0308[1,2] 나[2,3]")]
    [InlineData(" \u3000", "")]
    [InlineData("<q>  <q>", "▁[0,0] <[0,3] q[0,3] >[0,3] ▁[5,5] <[5,8] q[5,8] >[5,8]")]
    public void Apply_ByHand_GivesOrigins(string text, string expected)
    {
        AlignedText result = new SentencePieceRules(Map, ["<q>"], dummyPrefix: true, removeExtraBlanks: true).Apply(new AlignedText(text, 0));

        Assert.Equal(expected, string.Join(' ', result.Characters.Select((c, i) => $"{c}[{result[i].Start},{result[i].End}]")));
    }
}
