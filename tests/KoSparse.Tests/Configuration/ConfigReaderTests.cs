using System.ComponentModel.DataAnnotations;
using KoSparse.Configuration;

namespace KoSparse.Tests.Configuration;

public sealed class ConfigReaderTests : IDisposable
{
    private const string Good = "name: 첫째\n";

    private readonly TemporaryFolder _folder = new();

    public enum Kind
    {
        Round,
        NotRound,
    }

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void Read_EveryTypeOfSetting_Binds()
    {
        Settings read = Read("""
            name: 첫째
            kind: not-round
            whole: -12
            wide: 5000000000
            precise: +1.5e-3
            rough: .5
            yes: true
            absent: ~
            inner: { sizes: [3, 4] }
            inners: [{ sizes: 5 }]
            shares: { old: 0.25, new: 1 }
            """);

        Assert.Equal(
            ("첫째", Kind.NotRound, -12, 5_000_000_000, 0.0015, 0.5f, true, null),
            (read.Name, read.Kind, read.Whole, read.Wide, read.Precise, read.Rough, read.Yes, read.Absent));
        Assert.Equal("3 4 5", string.Join(' ', read.Inner.Sizes.Concat(read.Inners[0].Sizes)));
        Assert.Equal((0.25, 1.0), (read.Shares["old"], read.Shares["new"]));
    }

    /// <summary>With separators, 2,5 was 25.</summary>
    [Theory]
    [InlineData("whole", "2,5", "expected a whole number, is '2,5'; write numbers without separators, and decimals after a point")]
    [InlineData("whole", "1_000", "expected a whole number, is '1_000'; write numbers without separators, and decimals after a point")]
    [InlineData("whole", "'1 000'", "expected a whole number, is '1 000'; write numbers without separators, and decimals after a point")]
    [InlineData("whole", "' 7'", "expected a whole number, is ' 7'; write numbers without separators, and decimals after a point")]
    [InlineData("whole", "0x10", "expected a whole number, is '0x10'")]
    [InlineData("whole", "1e3", "expected a whole number, is '1e3'")]
    [InlineData("whole", "1.5", "expected a whole number, is '1.5'")]
    [InlineData("whole", "5000000000", "must be between -2147483648 and 2147483647, is 5000000000")]
    [InlineData("wide", "2,5", "expected a whole number, is '2,5'; write numbers without separators, and decimals after a point")]
    [InlineData("wide", "9999999999999999999", "must be between -9223372036854775808 and 9223372036854775807, is 9999999999999999999")]
    [InlineData("precise", "2,5", "expected a number, is '2,5'; write numbers without separators, and decimals after a point")]
    [InlineData("precise", "warm", "expected a number, is 'warm'")]
    [InlineData("precise", ".nan", "expected a number, is '.nan'")]
    [InlineData("precise", "NaN", "expected a number, is 'NaN'")]
    [InlineData("precise", "Infinity", "expected a number, is 'Infinity'")]
    [InlineData("precise", "-.inf", "expected a number, is '-.inf'")]
    [InlineData("precise", "1e999", "must be nearer to zero, is 1e999")]
    [InlineData("precise", "", "has no value")]
    [InlineData("rough", "1,234.5", "expected a number, is '1,234.5'; write numbers without separators, and decimals after a point")]
    [InlineData("rough", "1e39", "must be nearer to zero, is 1e39")]
    [InlineData("yes", "1", "expected true or false, is '1'")]
    [InlineData("kind", "square", "must be one of round, not_round, is 'square'")]
    public void Read_ValueOfAnotherType_SaysWhatIsWrong(string setting, string value, string expected)
    {
        Assert.Contains($"line 2, {setting}: {expected}\n", Fault($"{Good}{setting}: {value}"), StringComparison.Ordinal);
        Assert.Contains($"--set, {setting}: {expected}\n", Fault(Good, $"{setting}={value}"), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("inner: { sizes: [3, '2,5'] }", "line 2, inner.sizes[1]: expected a whole number, is '2,5'")]
    [InlineData("inners: [{ sizes: 1_0 }]", "line 2, inners[0].sizes[0]: expected a whole number, is '1_0'")]
    [InlineData("inner: { sizes: [3, ~] }", "line 2, inner.sizes[1]: has no value")]
    [InlineData("shares: { new: '0,5' }", "line 2, shares.new: expected a number, is '0,5'")]
    [InlineData("shares: { ? [a] : 1, b: c }", "line 2, shares.b: expected a number, is 'c'")]
    [InlineData("? [a]\n: 1", "line 2, [ a ]: unknown setting")]
    [InlineData("inner: [1, 2]", "line 2, inner: expected a group of settings, found a list")]
    [InlineData("whole: { a: 1 }", "line 2, whole: expected a whole number, found a group of settings")]
    [InlineData("shares: 1", "line 2, shares: expected a group of settings, found '1'")]
    [InlineData("wole: 1", "line 2, wole: unknown setting; did you mean 'whole'?")]
    [InlineData("small: 11", "line 2, small: must be between 1 and 10, is 11")]
    public void Read_FaultInside_NamesItsPlace(string yaml, string expected) =>
        Assert.Contains(expected, Fault(Good + yaml), StringComparison.Ordinal);

    [Theory]
    [InlineData("inner.sizes=[3, '2,5']", "--set, inner.sizes[1]: expected a whole number, is '2,5'")]
    [InlineData("inner.sizes=2,5", "--set, inner.sizes[0]: expected a whole number, is '2,5'")]
    [InlineData("inner={ sises: 1 }", "--set, inner.sises: unknown setting; did you mean 'sizes'?")]
    [InlineData("shares={ new: '0,5' }", "--set, shares.new: expected a number, is '0,5'")]
    [InlineData("iner.sizes=1", "--set, iner: unknown setting; did you mean 'inner'?")]
    [InlineData("whole=[", "--set whole=[: the value is not YAML")]
    [InlineData("whole", "--set whole: expected path=value")]
    [InlineData("name.more=1", "'name' is a value, not a group of settings")]
    public void Read_FaultInAnOverride_IsToldOfIt(string text, string expected) =>
        Assert.Contains(expected, Fault(Good, text), StringComparison.Ordinal);

    [Fact]
    public void Read_DuplicateName_NamesItsLine()
    {
        string message = Fault(Good + "whole: 1\nwhole: 2");

        Assert.Contains("line 3", message, StringComparison.Ordinal);
        Assert.Contains("whole", message, StringComparison.Ordinal);
    }

    [Fact]
    public void Read_MissingName_NamesIt() => Assert.Contains("name: required, but missing", Fault("whole: 1"), StringComparison.Ordinal);

    [Theory]
    [InlineData("- a\n- b")]
    [InlineData("")]
    [InlineData("just text")]
    public void Read_NoMapping_SaysWhatIsExpected(string text) =>
        Assert.Contains("expected one mapping of settings", Fault(text), StringComparison.Ordinal);

    [Fact]
    public void Read_MissingFile_SaysWhereToLook() =>
        Assert.Contains("no such config. 'ls configs'", Assert.Throws<ConfigException>(() => ConfigReader.Read<Settings>("none.yaml")).Message, StringComparison.Ordinal);

    private string Fault(string yaml, params string[] overrides) => Assert.Throws<ConfigException>(() => Read(yaml, overrides)).Message + "\n";

    private Settings Read(string yaml, params string[] overrides)
    {
        string path = Path.Combine(_folder.Path, "settings.yaml");
        File.WriteAllText(path, yaml);
        return ConfigReader.Read<Settings>(path, overrides);
    }

    public sealed record Settings
    {
        public required string Name { get; init; }

        public Kind Kind { get; init; }

        public int Whole { get; init; }

        [Range(1, 10)]
        public int Small { get; init; } = 1;

        public long Wide { get; init; }

        public double Precise { get; init; }

        public float Rough { get; init; }

        public bool Yes { get; init; }

        public string? Absent { get; init; } = "present";

        public Group Inner { get; init; } = new();

        public IReadOnlyList<Group> Inners { get; init; } = [];

        public IReadOnlyDictionary<string, double> Shares { get; init; } = new Dictionary<string, double>();
    }

    public sealed record Group
    {
        public IReadOnlyList<int> Sizes { get; init; } = [];
    }
}
