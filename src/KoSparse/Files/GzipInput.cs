using ICSharpCode.SharpZipLib.GZip;

namespace KoSparse.Files;

/// <summary>Unpacks a <c>.gz</c> file and checks that it is whole: each member ends, with the checksum and length of its content (RFC 1952).</summary>
/// <remarks>.NET's own <c>GZipStream</c> takes a file that was cut anywhere for one that ends there.</remarks>
/// <param name="file">The file; closed with this.</param>
internal sealed class GzipInput(FileStream file) : ReadingStream
{
    private readonly GZipInputStream _content = new(file, 1 << 16);

    public override int Read(Span<byte> buffer)
    {
        try
        {
            return _content.Read(buffer);
        }
        catch (Exception fault) when (fault is not IOException or EndOfStreamException) // what the library throws for damaged data is many things
        {
            throw new InputException($"{file.Name}: the packed data is damaged or cut off ({fault.Message.TrimEnd('.')}). Get the file again.", fault);
        }
    }

    protected override void Dispose(bool disposing)
    {
        if (disposing)
        {
            _content.Dispose();
        }

        base.Dispose(disposing);
    }
}
