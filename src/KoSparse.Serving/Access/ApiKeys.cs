using System.Security.Cryptography;
using KoSparse.Files;

namespace KoSparse.Serving.Access;

/// <summary>Who may ask: a file with a key on each line, read again when it changes.</summary>
/// <remarks>Lines that are empty or begin with # are none. Keys are compared as hashes, all of them, in a time that tells nothing of them.</remarks>
public sealed class ApiKeys
{
    private const int Shortest = 16;

    private readonly string _file;
    private readonly TimeProvider _time;
    private readonly Lock _lock = new();
    private (DateTime Written, long Length) _version;
    private long _looked;
    private byte[][] _hashes = [];

    /// <summary>Reads a file of keys.</summary>
    /// <param name="file">The file.</param>
    /// <param name="time">Tells when to look at the file again; the system's clock when null.</param>
    /// <exception cref="InvalidDataException">It has no keys, or one that is too short.</exception>
    /// <exception cref="IOException">It cannot be read.</exception>
    public ApiKeys(string file, TimeProvider? time = null)
    {
        (_file, _time) = (file, time ?? TimeProvider.System);
        _version = Version();
        _hashes = Read();
        _looked = _time.GetTimestamp();
    }

    /// <summary>Told why a changed file was not taken: the keys of before hold on.</summary>
    public Action<string>? Refused { get; init; }

    /// <summary>Whether a key is one of them.</summary>
    public bool Allow(string key)
    {
        byte[] hash = SHA256.HashData(System.Text.Encoding.UTF8.GetBytes(key));
        bool found = false;
        foreach (byte[] known in Current())
        {
            found |= CryptographicOperations.FixedTimeEquals(hash, known);
        }

        return found;
    }

    private byte[][] Current()
    {
        lock (_lock)
        {
            if (_time.GetElapsedTime(_looked) < TimeSpan.FromSeconds(1))
            {
                return _hashes;
            }

            _looked = _time.GetTimestamp();
            try
            {
                if (Version() is var version && version != _version)
                {
                    _hashes = Read();
                    _version = version;
                }
            }
            catch (Exception exception) when (exception is IOException or InvalidDataException or UnauthorizedAccessException)
            {
                Refused?.Invoke(exception.Message);
            }

            return _hashes;
        }
    }

    private (DateTime Written, long Length) Version() => new FileInfo(_file) is { Exists: true } file ? (file.LastWriteTimeUtc, file.Length) : throw new FileNotFoundException(
        $"{_file}: no such file. Name one with a key on each line, or leave out --keys.");

    private byte[][] Read()
    {
        string[] keys = [.. InputFile.ReadText(_file).Split('\n', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries).Where(line => line[0] != '#')];
        int tooShort = Array.FindIndex(keys, key => key.Length < Shortest);
        return tooShort < 0 && keys.Length > 0
            ? [.. keys.Select(key => SHA256.HashData(System.Text.Encoding.UTF8.GetBytes(key)))]
            : throw new InvalidDataException(keys.Length == 0
                ? $"{_file}: no keys. Write one on each line, such as 'openssl rand -hex 32' prints."
                : $"{_file}: key {tooShort + 1} has fewer than {Shortest} characters, and can be guessed.");
    }
}
