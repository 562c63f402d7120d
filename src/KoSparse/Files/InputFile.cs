using System.Text;

namespace KoSparse.Files;

/// <summary>Opens files that others wrote: what is no content at all is told at once, and memory has a bound.</summary>
public static class InputFile
{
    /// <summary>Longer files hold something.</summary>
    private const int LongestPointer = 1024;

    private static readonly UTF8Encoding Strict = new(false, throwOnInvalidBytes: true);

    /// <summary>How a pointer begins (Git LFS specification, version 1).</summary>
    private static ReadOnlySpan<byte> Pointer => "version https://git-lfs.github.com/spec/"u8;

    /// <summary>Opens a file for reading from its start; a name that ends in <c>.gz</c> is unpacked on the way, and checked.</summary>
    /// <exception cref="InputException">The file is empty, or stands for another one. Reading throws it, too, where packed data is damaged.</exception>
    public static Stream Open(string path)
    {
        FileStream file = new(path, FileMode.Open, FileAccess.Read, FileShare.Read, 1 << 16, FileOptions.SequentialScan);
        try
        {
            ThrowIfPointer(file);
            return file.CanSeek && file.Length == 0 ? throw new InputException($"{path}: the file is empty. Get it again, or leave it out.")
                : path.EndsWith(".gz", StringComparison.Ordinal) ? new GzipInput(file)
                : file;
        }
        catch
        {
            file.Dispose();
            throw;
        }
    }

    /// <summary>The bytes of a whole file.</summary>
    /// <exception cref="InputException">It only stands for another one, or is larger than <see cref="InputLimit.File"/>.</exception>
    public static byte[] ReadBytes(string path)
    {
        using FileStream file = new(path, FileMode.Open, FileAccess.Read, FileShare.Read, 1 << 16, FileOptions.SequentialScan);
        int limit = InputLimit.File;
        if (file.Length > limit)
        {
            throw InputLimit.Exceeded($"{path}: the file", limit);
        }

        ThrowIfPointer(file);
        using var limited = new LimitedStream(file, $"{path}: the file", limit); // a device or a pipe has no length
        using var bytes = new MemoryStream((int)file.Length);
        limited.CopyTo(bytes);
        return bytes.Length == bytes.Capacity ? bytes.GetBuffer() : bytes.ToArray();
    }

    /// <summary>The text of a whole file: UTF-8, unless a byte order mark says otherwise.</summary>
    /// <exception cref="InputException">It only stands for another one, or is larger than <see cref="InputLimit.File"/>.</exception>
    public static string ReadText(string path)
    {
        using var reader = new StreamReader(new MemoryStream(ReadBytes(path)), System.Text.Encoding.UTF8);
        return reader.ReadToEnd();
    }

    /// <summary>The lines of a UTF-8 text one at a time, without their ends and a byte order mark; a name that ends in <c>.gz</c> is unpacked on the way.</summary>
    /// <exception cref="InputException">A line is not UTF-8 or longer than <see cref="InputLimit.Line"/>, or the file is empty or damaged.</exception>
    public static IEnumerable<string> ReadLines(string path)
    {
        using Stream stream = Open(path);
        Utf8Lines lines = new(stream, path);
        while (lines.TryRead(out ReadOnlyMemory<byte> line))
        {
            yield return Text(line.Span, path, lines.Number);
        }
    }

    /// <inheritdoc cref="ThrowIfPointer(FileStream)"/>
    internal static void ThrowIfPointer(string path)
    {
        using FileStream file = File.OpenRead(path);
        ThrowIfPointer(file);
    }

    /// <summary>Refuses a file that only names the content of another.</summary>
    /// <exception cref="InputException">It is a pointer of Git LFS.</exception>
    private static void ThrowIfPointer(FileStream file)
    {
        if (!file.CanSeek || file.Length > LongestPointer)
        {
            return;
        }

        byte[] start = new byte[Pointer.Length];
        int read = file.ReadAtLeast(start, start.Length, throwOnEndOfStream: false);
        file.Position = 0;
        if (start.AsSpan(0, read).SequenceEqual(Pointer))
        {
            throw new InputException($"{file.Name}: a pointer of Git LFS, not the file itself. Run 'git lfs pull' where it comes from, or get the file again.");
        }
    }

    private static string Text(ReadOnlySpan<byte> line, string path, int number)
    {
        try
        {
            return Strict.GetString(line);
        }
        catch (DecoderFallbackException fault)
        {
            throw new InputException($"{path}({number}): not UTF-8. Save the file as UTF-8.", fault);
        }
    }
}
