using System.Text.Json;
using System.Text.Unicode;
using KoSparse.Files;

namespace KoSparse.Data;

/// <summary>Streams files with one JSON object a line, UTF-8, plain or <c>.gz</c>.</summary>
public static class JsonLines
{
    /// <summary>Share of bad lines that <see cref="JsonLinesOptions.SkipBadLines"/> bears.</summary>
    private const double BearableShare = 0.01;

    /// <summary>Reads lines one at a time; empty lines are passed over.</summary>
    /// <param name="pattern">As for <see cref="DataFiles.Find"/>.</param>
    /// <param name="parse">
    /// Makes a value of a line's object, which is valid during the call only. It throws <see cref="FormatException"/> with the reason
    /// when it cannot; <see cref="JsonFields"/> does so.
    /// </param>
    /// <param name="options">How bad lines are met.</param>
    /// <exception cref="JsonLinesException">A line is bad, with file, line and reason.</exception>
    public static IEnumerable<T> Read<T>(string pattern, Func<JsonElement, T> parse, JsonLinesOptions? options = null)
    {
        ArgumentNullException.ThrowIfNull(parse);
        JsonLinesOptions met = options ?? new JsonLinesOptions();
        return Read(DataFiles.Find(pattern).Select(file => (file, Opened(file, met))), parse, met);
    }

    /// <summary>Reads lines of a stream one at a time, which is closed at its end; empty lines are passed over.</summary>
    /// <param name="stream">UTF-8, not packed.</param>
    /// <param name="name">What messages call it.</param>
    /// <param name="parse">Makes a value of a line's object, as for files.</param>
    /// <param name="options">How bad lines are met.</param>
    /// <exception cref="JsonLinesException">A line is bad, with name, line and reason.</exception>
    public static IEnumerable<T> Read<T>(Stream stream, string name, Func<JsonElement, T> parse, JsonLinesOptions? options = null)
    {
        ArgumentNullException.ThrowIfNull(stream);
        ArgumentNullException.ThrowIfNull(parse);
        return Read([(name, stream)], parse, options ?? new JsonLinesOptions());
    }

    private static IEnumerable<T> Read<T>(IEnumerable<(string Name, Stream Stream)> files, Func<JsonElement, T> parse, JsonLinesOptions options)
    {
        ReadSummary summary = options.Summary ?? new ReadSummary();
        foreach ((string file, Stream opened) in files)
        {
            using Stream stream = opened;
            Utf8Lines lines = new(stream, file);
            while (TryRead(lines, options, out ReadOnlyMemory<byte> line))
            {
                if (line.Span.Trim(" \t"u8).IsEmpty)
                {
                    continue;
                }

                summary.Lines++;
                if (TryParse(line, parse, out T? value, out Exception? fault))
                {
                    yield return value!;
                    continue;
                }

                string place = $"{file}({lines.Number}): {Reason(fault!)}";
                summary.BadLines++;
                summary.FirstBadLine ??= place;
                if (!options.SkipBadLines)
                {
                    string choice = options.SkippedWith is { } setting ? $", or skip bad lines with '{setting}'" : "";
                    throw options.Error($"{place} Correct the line{choice}.", fault!);
                }
            }
        }

        if (summary.BadLines > BearableShare * summary.Lines)
        {
            throw options.Error(
                $"{summary.BadLines} of {summary.Lines} lines are bad, more than 1 %; first {summary.FirstBadLine} " +
                "Correct the file: so many bad lines mean that it is not what it should be.",
                new FormatException(summary.FirstBadLine));
        }
    }

    /// <summary>The message; of the parser's, without its own count of lines, which is always 0 here.</summary>
    private static string Reason(Exception fault) => fault is JsonException { BytePositionInLine: long position }
        ? $"no JSON at byte {position + 1}: {fault.Message.Split(" LineNumber:")[0]}"
        : fault.Message;

    private static Stream Opened(string file, JsonLinesOptions options)
    {
        try
        {
            return InputFile.Open(file);
        }
        catch (InputException e)
        {
            throw options.Error(e.Message, e);
        }
    }

    private static bool TryRead(Utf8Lines lines, JsonLinesOptions options, out ReadOnlyMemory<byte> line)
    {
        try
        {
            return lines.TryRead(out line);
        }
        catch (InputException e)
        {
            throw options.Error(e.Message, e);
        }
    }

    private static bool TryParse<T>(ReadOnlyMemory<byte> line, Func<JsonElement, T> parse, out T? value, out Exception? fault)
    {
        value = default;
        fault = null;
        try
        {
            if (!Utf8.IsValid(line.Span))
            {
                throw new FormatException("not UTF-8.");
            }

            using JsonDocument document = JsonDocument.Parse(line);
            if (document.RootElement.ValueKind != JsonValueKind.Object)
            {
                throw new FormatException($"a JSON object is expected, not {document.RootElement.ValueKind}.");
            }

            value = parse(document.RootElement);
            return true;
        }
        catch (Exception e) when (e is FormatException or JsonException or InvalidOperationException)
        {
            fault = e;
            return false;
        }
    }
}
