using KoSparse.Training.Telemetry;

namespace KoSparse.Torch.Tests.Training.Telemetry;

public sealed class LogTextTests
{
    [Theory]
    [InlineData(0.65421, "0.6542")]
    [InlineData(9999, "9999")]
    [InlineData(33_750.4, "33,750")] // was 3.375E+04
    [InlineData(-12_345, "-12,345")]
    public void Figure_Value_HasNoExponentWhenLarge(double value, string expected) => Assert.Equal(expected, LogText.Figure(value));
}
