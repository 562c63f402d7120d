using System.Globalization;

namespace KoSparse.Files;

/// <summary>How much of one input is held in memory at once; more is refused before it is read.</summary>
/// <remarks>A line of text takes up to ten times its bytes while it is parsed.</remarks>
public static class InputLimit
{
    /// <summary>The environment variable that raises or lowers both limits: MiB, from 1 to 1024.</summary>
    public const string Setting = "KOSPARSE_MAX_INPUT_MB";

    private const int LineDefault = 16;
    private const int FileDefault = 64;
    private const int Largest = 1024;

    /// <summary>Bytes that a line may have: 16 MiB unless set otherwise.</summary>
    public static int Line => Of(LineDefault);

    /// <summary>Bytes that a file may have which is read as a whole: 64 MiB unless set otherwise.</summary>
    public static int File => Of(FileDefault);

    /// <summary>A stream that is not read beyond a limit, whatever its writer says or does.</summary>
    /// <param name="stream">Read; owned by the caller.</param>
    /// <param name="what">What it is, for the message.</param>
    /// <param name="bytes">The limit. Reading more throws <see cref="InputException"/>.</param>
    public static Stream Hold(Stream stream, string what, long bytes) => new LimitedStream(stream, what, bytes);

    /// <summary>Says what is too large, and what raises the limit.</summary>
    /// <param name="what">What is too large, such as <c>config.json: the file</c>.</param>
    /// <param name="limit">The limit in bytes.</param>
    public static InputException Exceeded(string what, long limit) => new(string.Create(
        CultureInfo.InvariantCulture, $"{what} is larger than {limit >> 20} MiB. If it is meant to be, set {Setting} to more (at most {Largest})."));

    private static int Of(int otherwise)
    {
        string? text = Environment.GetEnvironmentVariable(Setting);
        return string.IsNullOrEmpty(text) ? otherwise << 20
            : int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out int given) && given is >= 1 and <= Largest
                ? (int)Math.Min((long)given << 20, Array.MaxLength)
                : throw new InputException($"{Setting} is '{text}'. Give whole MiB from 1 to {Largest}, or unset it.");
    }
}
