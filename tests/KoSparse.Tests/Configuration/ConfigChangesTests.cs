using KoSparse.Configuration;

namespace KoSparse.Tests.Configuration;

public sealed class ConfigChangesTests
{
    [Theory]
    [InlineData("seed: 1", "seed: 1", "")]
    [InlineData("seed: 1", "seed: 2", "seed 1 → 2")]
    [InlineData("training:\n  epochs: 1\n  device: cpu", "training:\n  device: cpu\n  epochs: 3", "training.epochs 1 → 3")]
    [InlineData("a: 1", "a: 1\nb:\n  c: 2", "b.c none → 2")]
    [InlineData("files: [x, y]\nz: 0", "files: [x]", "files x, y → x; z 0 → none")]
    [InlineData("phases:\n- to: 1\n- to: 2", "phases:\n- to: 1\n- to: 4", "phases[1].to 2 → 4")]
    [InlineData("a: [", "a: 1", "")] // no YAML
    [InlineData("", "a: 1", "a none → 1")]
    public void Between_ByHand_NamesWhatDiffers(string before, string after, string expected) =>
        Assert.Equal(expected, string.Join("; ", ConfigChanges.Between(before, after)));
}
