using System.Text;
using CsCheck;
using KoSparse.Text;
using KoSparse.Text.Normalization;

namespace KoSparse.Tests.Text.Normalization;

public sealed class UnicodeFormTests
{
    [Theory]
    [InlineData(NormalizationForm.FormC, "\u1109\u1165\u110B\u116E\u11AF", "서[0,2] 울[2,5]")]
    [InlineData(NormalizationForm.FormKC, "3\u338F", "3[0,1] k[1,2] g[1,2]")] // ㎏ becomes two
    [InlineData(NormalizationForm.FormKC, "\uFFA4\uFFC2", "나[0,2]")] // halfwidth letters are composed
    [InlineData(NormalizationForm.FormC, "\u017F\u0323\u0307.", "\u1E9B[0,3] \u0323[1,2] .[3,4]")] // the dot below goes after the composed letter
    [InlineData(NormalizationForm.FormD, "각", "\u1100[0,1] \u1161[0,1] \u11A8[0,1]")]
    public void Apply_ByHand_GivesOrigins(NormalizationForm form, string text, string expected) => Assert.Equal(expected, Show(new UnicodeForm(form), text));

    [Fact]
    public void Apply_AnyText_IsThePlatformsWithPlacesInside_Issue19()
    {
        NormalizationForm[] forms = [NormalizationForm.FormC, NormalizationForm.FormD, NormalizationForm.FormKC, NormalizationForm.FormKD];
        Gen.Select(AdversarialText.Gen, Gen.Int[0, forms.Length - 1]).Sample((text, number) =>
        {
            NormalizationForm form = forms[number];
            string sound = SoundText.Of(text);

            AlignedText result = new UnicodeForm(form).Apply(new AlignedText(sound, 0));

            Assert.Equal(string.Join('\uFFFE', sound.Split('\uFFFE').Select(part => part.Normalize(form))), result.Characters);
            Assert.All(Enumerable.Range(0, result.Characters.Length), i => Assert.InRange(result[i].Start, 0, result[i].End - 1));
            Assert.All(Enumerable.Range(0, result.Characters.Length), i => Assert.InRange(result[i].End, 1, sound.Length));
        });
    }

    private static string Show(TextNormalizer normalizer, string text)
    {
        AlignedText result = normalizer.Apply(new AlignedText(text, 0));
        return string.Join(' ', result.Characters.Select((c, i) => $"{c}[{result[i].Start},{result[i].End}]"));
    }
}
