using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Unicode;

namespace KoSparse.Data;

/// <summary>Writes training triplets as JSON Lines that <see cref="TripletReader"/> reads.</summary>
public sealed class TripletWriter : IDisposable
{
    private static readonly JsonWriterOptions Options = new() { Encoder = JavaScriptEncoder.Create(UnicodeRanges.All) };

    private readonly Stream _stream;
    private readonly Utf8JsonWriter _json;

    /// <summary>Creates the file, packed when its name ends in <c>.gz</c>.</summary>
    public TripletWriter(string path)
    {
        ArgumentException.ThrowIfNullOrEmpty(path);
        _stream = DataFiles.Create(path);
        _json = new Utf8JsonWriter(_stream, Options);
    }

    /// <summary>Appends a triplet.</summary>
    public void Write(Triplet triplet)
    {
        ArgumentNullException.ThrowIfNull(triplet);
        _json.WriteStartObject();
        _json.WriteString("query", triplet.Query);
        _json.WritePropertyName("positive");
        WriteDocument(triplet.Positive);
        _json.WriteStartArray("negatives");
        foreach (Document negative in triplet.Negatives)
        {
            WriteDocument(negative);
        }

        _json.WriteEndArray();
        WriteOptional("pair_type", triplet.PairType);
        WriteOptional("difficulty", triplet.Difficulty);
        WriteOptional("length_class", triplet.LengthClass);
        if (triplet.TeacherScores is not null)
        {
            _json.WriteStartArray("teacher_scores");
            foreach (float score in triplet.TeacherScores)
            {
                _json.WriteNumberValue(score);
            }

            _json.WriteEndArray();
        }

        _json.WriteEndObject();
        _json.Flush();
        _stream.WriteByte((byte)'\n');
        _json.Reset();
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        _json.Dispose();
        _stream.Dispose();
    }

    /// <summary>As a string where there is no title, and none would be read from it.</summary>
    private void WriteDocument(Document document)
    {
        if (document.Title.Length == 0 && !document.Text.Contains('\n', StringComparison.Ordinal))
        {
            _json.WriteStringValue(document.Text);
            return;
        }

        _json.WriteStartObject();
        if (document.Title.Length > 0)
        {
            _json.WriteString("title", document.Title);
        }

        _json.WriteString("text", document.Text);
        _json.WriteEndObject();
    }

    private void WriteOptional(string name, string? value)
    {
        if (value is not null)
        {
            _json.WriteString(name, value);
        }
    }
}
