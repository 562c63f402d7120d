using KoSparse.Preparation;

namespace KoSparse.Tests.Preparation;

public sealed class ParticleTests
{
    [Theory]
    [InlineData("서울(은/는)", "서울은")]
    [InlineData("바다(은/는)", "바다는")]
    [InlineData("1980년(이란/란) 무엇", "1980년이란 무엇")]
    [InlineData("GS25(이/가)", "GS25가")] // 이십오: a vowel
    [InlineData("NHN(을/를)", "NHN을")] // 엔
    [InlineData("서울(으로/로) 대전(으로/로) 대구(으로/로)", "서울로 대전으로 대구로")] // after ㄹ as after a vowel
    [InlineData("1987(으로/로) 서울(을/를)", "1987로 서울을")] // 칠
    [InlineData("「작은 우물」(은/는) “그만하라”(이라는/라는) 말", "「작은 우물」은 “그만하라”라는 말")]
    [InlineData("주몽(이/가) 왕(을/를)", "주몽이 왕을")]
    public void Resolve_Choice_FollowsTheSoundBefore(string template, string expected)
    {
        Assert.Equal(expected, Particle.Resolve(template));
    }
}
