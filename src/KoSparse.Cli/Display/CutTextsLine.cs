using KoSparse.Encoding;
using KoSparse.Encoding.Configuration;
using KoSparse.Encoding.Windows;

namespace KoSparse.Cli.Display;

/// <summary>Tells once of texts that are longer than the windows they are read in.</summary>
internal static class CutTextsLine
{
    /// <summary>Writes a line on standard error where an encoder cut texts; nothing where it read all of them.</summary>
    public static void Write(OpenModel model)
    {
        CutTexts cut = model.Encoder.Cut;
        EncodeOptions encode = model.Parts.Encode;
        if (cut.Count > 0)
        {
            Console.Error.WriteLine(
                $"{(cut.Count == 1 ? "1 text is" : $"{cut.Count:N0} texts are")} longer than {encode.MaxWindows} window{(encode.MaxWindows == 1 ? "" : "s")} of {encode.MaxLength} tokens: the {cut.Tokens:N0} tokens beyond are in no vector. " +
                $"--set encode.max_windows={Math.Min(64, 2 * encode.MaxWindows)} reads on.");
        }
    }
}
