using System.Text.Encodings.Web;
using System.Text.Json;
using KoSparse.Data;
using KoSparse.Vectors;

namespace KoSparse.Encoding.Lines;

/// <summary>How vectors are written for whoever reads them: a text file that an engine takes as it is.</summary>
public abstract class VectorFormat
{
    private static readonly JsonWriterOptions Readable = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping }; // a page of HTML, where it would be unsafe, it never is

    private static readonly (string Name, Func<VectorFormatOptions, VectorFormat> Make)[] All =
    [
        ("vectors", options => new PlainVectors(options)),
        ("opensearch", options => new BulkLines(options, takesDots: true)),
        ("elasticsearch", options => new BulkLines(options, takesDots: false)),
        ("qdrant", options => new QdrantPoints(options)),
        ("milvus", options => new MilvusRows(options)),
        ("pgvector", options => new PgvectorRows(options)),
        ("vespa", options => new VespaPuts(options)),
        ("lucene", options => new LuceneVectors(options)),
    ];

    /// <summary>Takes options.</summary>
    private protected VectorFormat(VectorFormatOptions options) => Options = options;

    /// <summary>The formats, the plain one first.</summary>
    public static IReadOnlyList<string> Names { get; } = [.. All.Select(format => format.Name)];

    /// <summary>What is written, and how it is called.</summary>
    protected VectorFormatOptions Options { get; }

    /// <summary>The format of a name.</summary>
    /// <exception cref="ArgumentException">There is none.</exception>
    public static VectorFormat Of(string name, VectorFormatOptions options)
    {
        ArgumentNullException.ThrowIfNull(options);
        return Array.Find(All, format => format.Name == name).Make?.Invoke(options)
            ?? throw new ArgumentException($"'{name}' is no format; there are {string.Join(", ", Names)}.", nameof(name));
    }

    /// <summary>Documents with their vectors, to be written at once: all of them, or none where one cannot be.</summary>
    /// <exception cref="FormatException">The engine cannot hold one; the message says why.</exception>
    public byte[] Bytes(IReadOnlyList<Document> documents, IReadOnlyList<SparseVector> vectors)
    {
        using MemoryStream lines = new();
        foreach ((Document document, SparseVector vector) in documents.Zip(vectors))
        {
            Write(lines, document, vector);
        }

        return lines.ToArray();
    }

    /// <summary>Writes a document with its vector, every line of it ended.</summary>
    /// <exception cref="FormatException">The engine cannot hold it; the message says why.</exception>
    public abstract void Write(Stream target, Document document, SparseVector vector);

    /// <summary>Writes one line of JSON.</summary>
    private protected static void Line(Stream target, Action<Utf8JsonWriter> write)
    {
        using (Utf8JsonWriter json = new(target, Readable))
        {
            write(json);
        }

        target.WriteByte((byte)'\n');
    }

    /// <summary>Writes title and text, where there are any, and the further fields.</summary>
    private protected static void WriteTexts(Utf8JsonWriter json, Document document)
    {
        if (document.Title.Length > 0)
        {
            json.WriteString("title", document.Title);
        }

        json.WriteString("text", document.Text);
        if (document.Fields is { } fields)
        {
            using JsonDocument further = JsonDocument.Parse(fields);
            foreach (JsonProperty field in further.RootElement.EnumerateObject())
            {
                field.WriteTo(json);
            }
        }
    }

    /// <summary>Writes <c>{"token": weight}</c>, or ids for tokens.</summary>
    private protected void WriteMap(Utf8JsonWriter json, string name, SparseVector vector)
    {
        json.WriteStartObject(name);
        for (int i = 0; i < vector.Count; i++)
        {
            json.WriteNumber(Key(vector.TokenIds[i]), vector.Weights[i]);
        }

        json.WriteEndObject();
    }

    /// <summary>What a term is called.</summary>
    private protected string Key(int id) => Options.Ids ? Number(id) : Options.Tokenizer.Vocabulary[id];

    /// <summary>An id as text.</summary>
    private protected static string Number(int id) => id.ToString(System.Globalization.CultureInfo.InvariantCulture);
}
