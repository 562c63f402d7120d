using ICSharpCode.SharpZipLib.BZip2;

namespace KoSparse.Preparation.Travel;

/// <summary>Unpacks bzip2 on the way, also files that are several streams one after the other, as Wikipedia's dumps are.</summary>
/// <param name="packed">The packed bytes; disposed with this.</param>
internal sealed class Bzip2Stream(Stream packed) : Stream
{
    private BZip2InputStream? _current;

    public override bool CanRead => true;

    public override bool CanSeek => false;

    public override bool CanWrite => false;

    public override long Length => throw new NotSupportedException();

    public override long Position { get => throw new NotSupportedException(); set => throw new NotSupportedException(); }

    public override int Read(byte[] buffer, int offset, int count)
    {
        while (packed.Position < packed.Length || _current is not null)
        {
            _current ??= new BZip2InputStream(packed) { IsStreamOwner = false };
            int read = _current.Read(buffer, offset, count);
            if (read > 0 || count == 0)
            {
                return read;
            }

            _current.Dispose();
            _current = null;
        }

        return 0;
    }

    public override void Flush()
    {
    }

    public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

    public override void SetLength(long value) => throw new NotSupportedException();

    public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException();

    protected override void Dispose(bool disposing)
    {
        if (disposing)
        {
            _current?.Dispose();
            packed.Dispose();
        }

        base.Dispose(disposing);
    }
}
