using CsCheck;
using KoSparse.Text;

namespace KoSparse.Tests.Text;

public sealed class ForeignTextTests
{
    [Fact]
    public void Shown_AnyText_IsAsLongAndHasNothingThatIsObeyed_Issue19() => Gen.String.Sample(text =>
    {
        string shown = ForeignText.Shown(text);

        Assert.Equal(text.Length, shown.Length);
        Assert.DoesNotContain(shown, c => char.IsControl(c) || c is >= '\u202A' and <= '\u202E' or >= '\u2066' and <= '\u2069');
        Assert.Equal(shown, ForeignText.Shown(shown));
    });

    [Theory]
    [InlineData("제목\n둘째 줄\t끝", "제목 둘째 줄 끝")]
    [InlineData("\e[2J지움", "\uFFFD[2J지움")]
    [InlineData("가나\u200B다 👩\u200D🔬", "가나\u200B다 👩\u200D🔬")] // they join letters, and hide nothing
    public void Shown_Text_KeepsWhatIsRead_Issue19(string text, string expected) => Assert.Equal(expected, ForeignText.Shown(text));

    [Theory]
    [InlineData("Authorization: Bearer abcdef.123", "Authorization: Bearer (hidden)")]
    [InlineData("basic dXNlcjpwYXNz, more", "basic (hidden), more")]
    [InlineData("token hf_abcdefghijklmnop is bad", "token (hidden) is bad")]
    [InlineData("bearer of news", "bearer of news")]
    public void Sentence_Secrets_AreHidden_Issue19(string text, string expected) => Assert.Equal(expected, ForeignText.Sentence(text));

    [Fact]
    public void Sentence_LongText_IsCutBetweenCharacters_Issue19()
    {
        Assert.Equal("가나…", ForeignText.Sentence("가나😀라마", longest: 3));
        Assert.Equal("가나다", ForeignText.Sentence("가나다", longest: 3));
    }

    [Fact]
    public void Message_Megabytes_KeepStartAndEnd_Issue19()
    {
        string message = ForeignText.Message($"start {new string('x', 2_000_000)} end");

        Assert.InRange(message.Length, 1000, 5000);
        Assert.StartsWith("start ", message, StringComparison.Ordinal);
        Assert.EndsWith(" end", message, StringComparison.Ordinal);
        Assert.Equal("one\ntwo", ForeignText.Message("one\r\ntwo"));
    }
}
