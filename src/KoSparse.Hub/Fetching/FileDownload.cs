using System.Net;
using System.Net.Http.Headers;
using KoSparse.Files;

namespace KoSparse.Hub.Fetching;

/// <summary>Fetches one file beside its place, goes on where it was cut off, and moves it there when it is told to.</summary>
internal sealed class FileDownload(HubHttp http, RepositoryListing repository, RepositoryFile file, string folder, IProgress<TransferProgress>? progress)
{
    private const string Ending = ".partial";

    private static readonly TimeSpan Silence = TimeSpan.FromSeconds(60);

    private readonly string _target = Path.Combine(folder, file.Path);

    private readonly string _partial = Path.Combine(folder, PartialOf(file));

    /// <summary>Whether the file, and what comes of it before it is whole, stay in a folder: a link there may lead elsewhere.</summary>
    public static bool StaysIn(string folder, RepositoryFile file) =>
        InnerPath.Resolve(folder, file.Path) is not null && InnerPath.Resolve(folder, PartialOf(file)) is not null;

    /// <summary>Whether the file is in its place, and right.</summary>
    public bool IsHere => file.Matches(_target);

    /// <summary>Whether it makes its folder a model.</summary>
    public bool IsSign => ModelFiles.IsSign(file.Path);

    /// <summary>Fetches the file to beside its place, and compares the checksum.</summary>
    /// <exception cref="HubException">The Hub did not answer, or sent something else twice.</exception>
    public async Task FetchAsync(CancellationToken stop)
    {
        await FillAsync(stop);
        if (!file.Matches(_partial))
        {
            File.Delete(_partial);
            await FillAsync(stop);
        }

        if (!file.Matches(_partial))
        {
            File.Delete(_partial);
            throw new HubException(
                $"{repository.Name}/{file.Path}: what came twice has another checksum than the Hub gives ({file.Checksum}). Try again later, or another HF_ENDPOINT.");
        }

        DiskSync.File(_partial);
    }

    /// <summary>Takes the file out of its place: to beside it where it is right, away where it is of another state.</summary>
    public void Withdraw()
    {
        if (IsHere)
        {
            File.Move(_target, _partial, overwrite: true);
        }
        else
        {
            File.Delete(_target);
        }
    }

    /// <summary>Moves what is whole beside its place there, and removes what was begun of its other states.</summary>
    public void Put()
    {
        WholeFile.Put(_partial, _target);
        foreach (string begun in Directory.GetFiles(Path.GetDirectoryName(_target)!, $"{Path.GetFileName(_target)}.????????????{Ending}"))
        {
            File.Delete(begun);
        }
    }

    /// <summary>Named after the checksum: a newer state of the repository never continues an older file.</summary>
    private static string PartialOf(RepositoryFile file) => $"{file.Path}.{file.Checksum[..12]}{Ending}";

    private async Task FillAsync(CancellationToken stop)
    {
        if (!File.Exists(_partial))
        {
            Directory.CreateDirectory(Path.GetDirectoryName(_partial)!);
            await File.WriteAllBytesAsync(_partial, [], stop);
        }

        int failures = 0;
        for (long have = Length(); have != file.Size; have = Length())
        {
            if (have > file.Size)
            {
                File.Delete(_partial); // the checksum, not the length, decides what to make of it
                have = 0;
            }

            string fault = await AppendAsync(have, stop);
            failures = Length() > have && Length() <= file.Size ? 0 : failures + 1;
            if (failures == HubHttp.MaxAttempts)
            {
                throw new HubException(
                    $"{repository.Name}/{file.Path}: the connection was lost {failures} times at byte {have:N0} of {file.Size:N0} ({fault}). Run the command again: it goes on there.");
            }

            if (Length() < file.Size)
            {
                await http.WaitAsync(failures + 1, stop);
            }
        }
    }

    /// <summary>Appends what comes until the file or the connection ends.</summary>
    /// <returns>Why it ended.</returns>
    private async Task<string> AppendAsync(long have, CancellationToken stop)
    {
        using HttpResponseMessage response = await http.SendAsync(() => Request(have), stop, HttpStatusCode.RequestedRangeNotSatisfiable);
        bool continues = response.StatusCode == HttpStatusCode.PartialContent && response.Content.Headers.ContentRange?.From == have;
        if (response.StatusCode == HttpStatusCode.RequestedRangeNotSatisfiable || (response.StatusCode == HttpStatusCode.PartialContent && !continues))
        {
            File.Delete(_partial);
            return "the Hub does not continue files";
        }

        await using FileStream output = new(_partial, continues ? FileMode.Append : FileMode.Create, FileAccess.Write, FileShare.Read);
        await using Stream input = await response.Content.ReadAsStreamAsync(stop);
        byte[] buffer = new byte[1 << 17];
        while (output.Length <= file.Size)
        {
            (int read, string? fault) = await ReadAsync(input, buffer, stop);
            if (read == 0)
            {
                return fault ?? "it ended early";
            }

            await output.WriteAsync(buffer.AsMemory(0, read), stop);
            progress?.Report(new TransferProgress(file.Path, output.Length, file.Size));
        }

        return "it is longer than the Hub said";
    }

    /// <summary>Reads what has come; a lost or silent connection reads as an end with a reason.</summary>
    private static async Task<(int Read, string? Fault)> ReadAsync(Stream input, byte[] buffer, CancellationToken stop)
    {
        using var timer = CancellationTokenSource.CreateLinkedTokenSource(stop);
        timer.CancelAfter(Silence);
        try
        {
            return (await input.ReadAsync(buffer, timer.Token), null);
        }
        catch (Exception e) when (e is IOException or HttpRequestException)
        {
            return (0, e.Message.TrimEnd('.'));
        }
        catch (OperationCanceledException) when (!stop.IsCancellationRequested)
        {
            return (0, $"nothing came for {Silence.TotalSeconds:F0} s");
        }
    }

    private HttpRequestMessage Request(long have)
    {
        var request = new HttpRequestMessage(HttpMethod.Get, http.Endpoint.At($"{repository.Name}/resolve/{repository.Commit}/{file.Path}"));
        if (have > 0)
        {
            request.Headers.Range = new RangeHeaderValue(have, null);
        }

        return request;
    }

    private long Length() => File.Exists(_partial) ? new FileInfo(_partial).Length : 0;
}
