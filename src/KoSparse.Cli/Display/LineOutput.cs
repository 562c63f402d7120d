using System.Text;
using KoSparse.Files;

namespace KoSparse.Cli.Display;

/// <summary>Writes many lines to the console or to a file, which stands under its name once all are written.</summary>
internal sealed class LineOutput : IDisposable
{
    private const int BufferLength = 1 << 15;

    private readonly TextWriter _writer;
    private readonly string? _path;
    private readonly bool _atOnce;
    private readonly StringBuilder _buffer = new(BufferLength);

    private LineOutput(TextWriter writer, string? path, bool atOnce) => (_writer, _path, _atOnce) = (writer, path, atOnce);

    /// <summary>Writes to standard output; at once where a person types the input.</summary>
    public static LineOutput ToConsole() => new(Console.Out, null, atOnce: !Console.IsInputRedirected);

    /// <summary>Writes to a file, whose folder is created; one of that name is replaced at the end.</summary>
    public static LineOutput ToFile(string path)
    {
        SpecialFile.ThrowIfOne(path);
        Directory.CreateDirectory(Path.GetDirectoryName(Path.GetFullPath(path))!);
        return new(new StreamWriter(Beside(path), append: false, new UTF8Encoding(false)), path, atOnce: false);
    }

    /// <summary>Adds a line.</summary>
    public void Write(string line)
    {
        _buffer.Append(line).Append('\n');
        if (_atOnce || _buffer.Length >= BufferLength)
        {
            Flush();
        }
    }

    /// <summary>All lines are there: what was not yet written is, and the file gets its name.</summary>
    public void Complete()
    {
        Flush();
        if (_path is not null)
        {
            _writer.Dispose();
            WholeFile.Put(Beside(_path), _path);
        }
    }

    /// <summary>Lets go of a file that was not completed.</summary>
    public void Dispose()
    {
        Flush();
        if (_path is not null)
        {
            _writer.Dispose();
            File.Delete(Beside(_path));
        }
    }

    private static string Beside(string path) => path + ".part";

    private void Flush()
    {
        if (_buffer.Length > 0)
        {
            _writer.Write(_buffer);
            _writer.Flush();
            _buffer.Clear();
        }
    }
}
