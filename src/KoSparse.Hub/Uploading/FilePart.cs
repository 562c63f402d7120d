using System.Net;

namespace KoSparse.Hub.Uploading;

/// <summary>Bytes of a file as the body of a request, streamed.</summary>
internal sealed class FilePart(LocalFile file, long start, long length, IProgress<TransferProgress>? progress) : HttpContent
{
    /// <inheritdoc/>
    protected override Task SerializeToStreamAsync(Stream stream, TransportContext? context) =>
        SerializeToStreamAsync(stream, context, CancellationToken.None);

    /// <inheritdoc/>
    protected override async Task SerializeToStreamAsync(Stream stream, TransportContext? context, CancellationToken cancellationToken)
    {
        await using FileStream input = File.OpenRead(file.Source);
        input.Position = start;
        byte[] buffer = new byte[1 << 17];
        for (long left = length; left > 0;)
        {
            int read = await input.ReadAsync(buffer.AsMemory(0, (int)Math.Min(buffer.Length, left)), cancellationToken);
            if (read == 0)
            {
                throw new HubException($"{file.Source} became shorter while it was uploaded. Run the command again.");
            }

            await stream.WriteAsync(buffer.AsMemory(0, read), cancellationToken);
            left -= read;
            progress?.Report(new TransferProgress(file.Path, start + length - left, file.Size));
        }
    }

    /// <inheritdoc/>
    protected override bool TryComputeLength(out long computed)
    {
        computed = length;
        return true;
    }
}
