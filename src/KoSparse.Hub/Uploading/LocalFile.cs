using KoSparse.Files;

namespace KoSparse.Hub.Uploading;

/// <summary>A file of a folder that is uploaded.</summary>
/// <param name="Path">Its path in the repository, with slashes.</param>
/// <param name="Source">Where it is on this machine.</param>
/// <param name="Size">Bytes.</param>
public sealed record LocalFile(string Path, string Source, long Size)
{
    private static readonly string[] Needed = [ModelFiles.Config, ModelFiles.Weights, ModelFiles.Card];

    /// <summary>The files of an exported model, hidden and unfinished ones left out.</summary>
    /// <exception cref="HubException">The folder is no export.</exception>
    public static IReadOnlyList<LocalFile> Of(string folder)
    {
        string? missing = Needed.FirstOrDefault(name => !File.Exists(System.IO.Path.Combine(folder, name)));
        if (missing is not null)
        {
            throw new HubException(
                $"{folder}: no {missing}. Upload the folder of an export: './kosparse convert RUN {folder}' writes one ('make convert-v28-hf').");
        }

        return
        [
            .. Directory.EnumerateFiles(folder, "*", SearchOption.AllDirectories)
                .Select(file => (File: file, Path: System.IO.Path.GetRelativePath(folder, file).Replace('\\', '/')))
                .Where(f => !f.Path.Split('/').Any(part => part.StartsWith('.')) && !f.Path.EndsWith(".partial", StringComparison.Ordinal))
                .OrderBy(f => f.Path, StringComparer.Ordinal)
                .Select(f => new LocalFile(f.Path, f.File, new FileInfo(f.File).Length)),
        ];
    }

    /// <summary>The first bytes, by which the Hub tells text from other files.</summary>
    internal byte[] Sample()
    {
        using FileStream stream = File.OpenRead(Source);
        byte[] sample = new byte[Math.Min(Size, 512)];
        stream.ReadExactly(sample);
        return sample;
    }
}
