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

    [Theory]
    [InlineData(7.9, "0:00:07")] // was 0.00:00:07
    [InlineData(3_675, "1:01:15")]
    [InlineData(183_600, "51:00:00")]
    public void Duration_Seconds_AreHoursMinutesAndSeconds(double seconds, string expected) =>
        Assert.Equal(expected, LogText.Duration(seconds));
}
