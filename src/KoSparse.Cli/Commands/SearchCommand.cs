using System.CommandLine;
using KoSparse.Cli.Arguments;
using KoSparse.Cli.Display;
using KoSparse.Encoding;
using KoSparse.Search.Queries;
using KoSparse.Search.Segments;

namespace KoSparse.Cli.Commands;

/// <summary><c>kosparse search</c>: answers a question from an index.</summary>
internal static class SearchCommand
{
    public static Command Build()
    {
        var question = new Argument<string>("question") { Description = "The question, in quotes." };
        var index = new Option<string>("--index") { Description = "Folder of the index.", Required = true };
        Option<string> model = Options.Model();
        Option<string[]> encode = Options.Encode();
        var count = new Option<int>("--count", "-k") { Description = "Largest number of results.", DefaultValueFactory = _ => 10 };
        Options.Require(count, value => value >= 1, "-k: must be at least 1.");
        var by = new Option<SearchedField>("--by") { Description = "What to compare with: the model's vectors, the text (BM25), or both (reciprocal ranks)." };
        var filter = new Option<string[]>("--filter")
        {
            Description = "Only documents whose field has this value: 'field=value'. Given again, both must hold.",
        };
        var command = new Command("search", "Search an index: results with score, passage and the terms that matched.") { question, index, model, count, by, filter, encode };
        command.SetAction(parsed =>
        {
            IReadOnlyList<KeywordFilter> filters = [.. (parsed.GetValue(filter) ?? []).Select(ParseFilter)];
            using OpenModel opened = TrainedModel.Open(parsed.GetValue(model)!, parsed.GetValue(encode));
            var searched = DocumentSearch.Open(parsed.GetValue(index)!, opened.Encoder, opened.Tokenizer.Hash, opened.Folder);
            IReadOnlyList<FoundDocument> found = searched.Search(
                parsed.GetValue(question)!, parsed.GetValue(count), parsed.GetValue(by), filters);
            foreach (string fault in searched.Index.Faults)
            {
                Console.Error.WriteLine($"Left out: {fault}");
            }

            Console.Write(found.Count > 0
                ? HitList.Format(found, opened.Tokenizer, terminal: !Console.IsOutputRedirected)
                : $"None of the {searched.Index.DocumentCount:N0} documents {(filters.Count > 0 ? "passes the filter and " : "")}shares a term with the question; particles and function words alone are none.\n");
        });
        return command;
    }

    private static KeywordFilter ParseFilter(string given)
    {
        int equals = given.IndexOf('=', StringComparison.Ordinal);
        if (equals < 1 || given.Length - equals - 1 > KeywordFilter.LongestValue)
        {
            throw new ArgumentException(
                $"--filter: '{given}' is not of the form 'field=value' with a value of at most {KeywordFilter.LongestValue} characters.");
        }

        return new KeywordFilter(given[..equals], given[(equals + 1)..]);
    }
}
