using System.Text;
using System.Xml.Linq;

namespace KoSparse.Tests.Architecture;

public sealed class HouseTests
{
    /// <summary>With invariant globalization <c>Normalize</c> leaves decomposed Hangul as it is, without a word.</summary>
    [Fact]
    public void Normalize_DecomposedHangul_Composes() =>
        Assert.Equal("한글", "\u1112\u1161\u11AB\u1100\u1173\u11AF".Normalize(NormalizationForm.FormC));

    [Fact]
    public void InvariantGlobalization_EverywhereInTheHouse_IsOff()
    {
        string[] values =
        [
            .. House.Projects("").Select(p => p.Path).Append("Directory.Build.props")
                .SelectMany(path => XDocument.Load(Path.Combine(SharedData.Root, path)).Descendants("InvariantGlobalization")).Select(e => e.Value),
        ];

        Assert.NotEmpty(values);
        Assert.All(values, value => Assert.Equal("false", value));
    }
}
