using KoSparse.Training.Preparation;

namespace KoSparse.Torch.Tests.Training.Preparation;

public sealed class ParticleTests
{
    [Theory]
    [InlineData("서울(은/는)", "서울은")]
    [InlineData("바다(은/는)", "바다는")]
    [InlineData("1980년(이란/란) 무엇", "1980년이란 무엇")]
    [InlineData("GS25(이/가)", "GS25가")] // 이십오: a vowel
    [InlineData("NHN(을/를)", "NHN을")] // 엔
    [InlineData("주몽(이/가) 왕(을/를)", "주몽이 왕을")]
    public void Resolve_Choice_FollowsTheSoundBefore(string template, string expected)
    {
        Assert.Equal(expected, Particle.Resolve(template));
    }
}
