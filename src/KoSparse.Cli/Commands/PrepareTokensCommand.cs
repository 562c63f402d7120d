using System.CommandLine;
using KoSparse.Cli.Arguments;
using KoSparse.Text;

namespace KoSparse.Cli.Commands;

/// <summary><c>kosparse prepare stopwords</c> and <c>korean-tokens</c>: which token ids are what.</summary>
internal static class PrepareTokensCommand
{
    public static Command BuildStopwords()
    {
        Option<string> tokenizer = Options.Tokenizer();
        var set = new Option<string>("--set") { Description = "Which list: v25 (163 words) or v26 (the extended one).", DefaultValueFactory = _ => "v25" };
        set.AcceptOnlyFromAmong("v25", "v26");
        Option<string> output = Options.Output("Folder for stopwords.json.");
        var command = new Command("stopwords", "Write the stopwords and their token ids.") { tokenizer, set, output };
        command.SetAction(parsed =>
        {
            Tokenizer opened = TokenizerFolder.Open(parsed.GetValue(tokenizer)!);
            StopwordSet words = StopwordSet.Load(parsed.GetValue(set)!);
            string path = In(parsed.GetValue(output)!, "stopwords.json");
            StopwordFile.Write(path, words, opened);
            Console.WriteLine($"{words.Words.Count} stopwords, {words.TokenIds(opened).Length} token ids in {path}.");
        });
        return command;
    }

    public static Command BuildKoreanTokens()
    {
        Option<string> tokenizer = Options.Tokenizer();
        Option<string> output = Options.Output("Folder for korean_token_ids.json.");
        var command = new Command("korean-tokens", "Write the ids of the Korean side of a vocabulary, with counts per class.") { tokenizer, output };
        command.SetAction(parsed =>
        {
            Tokenizer opened = TokenizerFolder.Open(parsed.GetValue(tokenizer)!);
            string path = In(parsed.GetValue(output)!, "korean_token_ids.json");
            KoreanTokenFile.Write(path, opened);
            TokenClasses classes = TokenClasses.Of(opened);
            Console.WriteLine($"{classes.Count:N0} tokens: {string.Join(", ", Enum.GetValues<TokenClass>().Select(c => $"{c.ToString().ToLowerInvariant()} {classes.CountOf(c):N0}"))}.");
            Console.WriteLine($"{classes.KoreanIds().Length:N0} Korean token ids in {path}.");
        });
        return command;
    }

    private static string In(string folder, string file)
    {
        Directory.CreateDirectory(folder);
        return Path.Combine(folder, file);
    }
}
