using System.Xml;
using ICSharpCode.SharpZipLib.BZip2;

namespace KoSparse.Preparation.Travel;

/// <summary>A dump of Wikipedia, <c>pages-articles.xml</c> or <c>.xml.bz2</c>, streamed; articles alone.</summary>
/// <param name="path">The file.</param>
public sealed class WikipediaDump(string path) : ITravelSource
{
    /// <inheritdoc/>
    public string Name => "wikipedia-dump";

    /// <inheritdoc/>
    /// <exception cref="TripletPreparationException">The file is damaged, or no dump.</exception>
    public IEnumerable<TravelPage> Read()
    {
        FileStream file = new(path, FileMode.Open, FileAccess.Read, FileShare.Read, 1 << 16, FileOptions.SequentialScan);
        using Stream xml = path.EndsWith(".bz2", StringComparison.Ordinal) ? new Bzip2Stream(file) : file;
        using XmlReader reader = Guarded(file, () => XmlReader.Create(
            xml, new XmlReaderSettings { IgnoreWhitespace = true, DtdProcessing = DtdProcessing.Prohibit }));
        while (TryMoveToPage(reader, file))
        {
            if (Page(reader, file) is { } page)
            {
                yield return page;
            }
        }
    }

    private bool TryMoveToPage(XmlReader reader, FileStream file) =>
        Guarded(file, () => (reader.NodeType == XmlNodeType.Element && reader.LocalName == "page") || reader.ReadToFollowing("page", NamespaceOf(reader)));

    // Every version of the format has its own namespace.
    private static string NamespaceOf(XmlReader reader)
    {
        reader.MoveToContent();
        return reader.NamespaceURI;
    }

    private TravelPage? Page(XmlReader reader, FileStream file)
    {
        Dictionary<string, string> fields = Guarded(file, () => Fields(reader));
        if (fields.GetValueOrDefault("ns") != "0" || fields.ContainsKey("redirect") || !fields.TryGetValue("text", out string? text))
        {
            return null;
        }

        (IReadOnlyList<string> paragraphs, IReadOnlyList<string> categories) = WikiText.Read(text);
        return new TravelPage($"dump-{fields["id"]}", fields["title"], paragraphs) { Categories = categories };
    }

    /// <summary>The first value of each element of a page, those of its revision among them; the page's id comes before the revision's.</summary>
    private static Dictionary<string, string> Fields(XmlReader page)
    {
        Dictionary<string, string> fields = new(StringComparer.Ordinal);
        using XmlReader inner = page.ReadSubtree();
        string name = "";
        while (inner.Read())
        {
            if (inner.NodeType == XmlNodeType.Element)
            {
                name = inner.LocalName;
                if (name == "redirect")
                {
                    fields[name] = "";
                }
            }
            else if (inner.NodeType is XmlNodeType.Text or XmlNodeType.CDATA or XmlNodeType.SignificantWhitespace)
            {
                fields.TryAdd(name, inner.Value);
            }
        }

        return fields;
    }

    private T Guarded<T>(FileStream file, Func<T> read)
    {
        try
        {
            return read();
        }
        catch (Exception exception) when (exception is XmlException or BZip2Exception or IndexOutOfRangeException or EndOfStreamException)
        {
            // What SharpZipLib throws for damaged blocks differs from block to block.
            throw new TripletPreparationException(
                $"{path}: near byte {file.Position:N0}: {exception.Message} Get the file again: a whole 'pages-articles.xml.bz2' of dumps.wikimedia.org.",
                exception);
        }
    }
}
