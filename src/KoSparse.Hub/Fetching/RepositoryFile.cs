using System.Security.Cryptography;

namespace KoSparse.Hub.Fetching;

/// <summary>A file of a repository, with the checksum that the Hub gives of it.</summary>
/// <param name="Path">Its path in the repository.</param>
/// <param name="Size">Bytes.</param>
/// <param name="Checksum">Hexadecimal: SHA-256 of a large file, Git's blob id of a small one.</param>
/// <param name="IsLarge">Whether Git LFS keeps it.</param>
public sealed record RepositoryFile(string Path, long Size, string Checksum, bool IsLarge)
{
    /// <summary>Whether a file on this machine is this one, by size and checksum.</summary>
    internal bool Matches(string file)
    {
        if (!File.Exists(file) || new FileInfo(file).Length != Size)
        {
            return false;
        }

        using FileStream stream = File.OpenRead(file);
        byte[] hash = IsLarge ? SHA256.HashData(stream) : BlobId(stream);
        return Convert.ToHexStringLower(hash) == Checksum;
    }

    /// <summary>Git's name of a content: the SHA-1 of a short header and the content. It guards against faults of the line, not against forgery.</summary>
    private byte[] BlobId(FileStream stream)
    {
#pragma warning disable CA5350 // Git's choice of hash, not ours.
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA1);
#pragma warning restore CA5350
        hash.AppendData(System.Text.Encoding.ASCII.GetBytes($"blob {Size}\0"));
        byte[] buffer = new byte[1 << 16];
        for (int read = stream.Read(buffer); read > 0; read = stream.Read(buffer))
        {
            hash.AppendData(buffer, 0, read);
        }

        return hash.GetHashAndReset();
    }
}
