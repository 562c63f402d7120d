using System.Diagnostics;

namespace KoSparse.Fuzz.Running;

/// <summary>Reads damaged files: each is read, or refused with an exception of this project, within bounds of memory and time.</summary>
internal sealed class FuzzRun : IDisposable
{
    private static readonly TimeSpan MostTime = TimeSpan.FromSeconds(10);

    private readonly HashSet<FuzzedFormat> _whole = [];
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("kosparse-fuzz-");

    /// <summary>Damages a format's example many times.</summary>
    /// <param name="format">The format.</param>
    /// <param name="inputs">How many times.</param>
    /// <param name="seed">Decides the damage.</param>
    /// <param name="stop">Ends it early.</param>
    /// <returns>The failures, one for each reason.</returns>
    public IReadOnlyList<FuzzFailure> Run(FuzzedFormat format, int inputs, int seed, CancellationToken stop = default)
    {
        Random random = new(seed);
        Dictionary<string, FuzzFailure> failures = new(StringComparer.Ordinal);
        string[] names = [.. format.Files.Keys.Order(StringComparer.Ordinal)];
        for (int i = 0; i < inputs && !stop.IsCancellationRequested; i++)
        {
            string name = names[random.Next(names.Length)];
            byte[] content = Mutation.Of(format.Files[name], random);
            if (Try(format, name, content) is { } failure)
            {
                failures.TryAdd(failure.Reason, failure);
            }
        }

        return [.. failures.Values];
    }

    /// <summary>Reads a format's example as it is: whatever its reader throws is a fault of the example.</summary>
    public void ReadWhole(FuzzedFormat format) => format.Read(FolderOf(format));

    /// <summary>Reads a format's example with one file of it damaged.</summary>
    /// <returns>What went wrong, or null.</returns>
    public FuzzFailure? Try(FuzzedFormat format, string file, byte[] content)
    {
        string folder = FolderOf(format);
        string path = Path.Combine(folder, file);
        File.WriteAllBytes(path, content);
        string? reason = Fault(format, folder);
        File.WriteAllBytes(path, format.Files[file]);
        return reason is null ? null : new FuzzFailure(format.Name, file, content, reason);
    }

    /// <inheritdoc/>
    public void Dispose() => _folder.Delete(recursive: true);

    /// <summary>The folder of a format's example, whole but while a file of it is damaged.</summary>
    private string FolderOf(FuzzedFormat format)
    {
        if (_whole.Add(format))
        {
            foreach ((string name, byte[] bytes) in format.Files)
            {
                string path = Path.Combine(_folder.FullName, format.Name, name);
                Directory.CreateDirectory(Path.GetDirectoryName(path)!);
                File.WriteAllBytes(path, bytes);
            }
        }

        return Path.Combine(_folder.FullName, format.Name);
    }

    private static string? Fault(FuzzedFormat format, string folder)
    {
        long allocated = GC.GetAllocatedBytesForCurrentThread();
        long started = Stopwatch.GetTimestamp();
        try
        {
            format.Read(folder);
        }
#pragma warning disable CA1031 // What a reader may throw is what is tested.
        catch (Exception exception)
#pragma warning restore CA1031
        {
            if (!IsOwn(exception))
            {
                StackFrame? place = new StackTrace(exception).GetFrames().FirstOrDefault(frame => frame.GetMethod()?.DeclaringType?.FullName?.StartsWith("KoSparse.", StringComparison.Ordinal) ?? false);
                return $"{exception.GetType()} in {place?.GetMethod()?.DeclaringType}.{place?.GetMethod()?.Name}";
            }
        }

        return GC.GetAllocatedBytesForCurrentThread() - allocated > format.MostBytes ? "takes too much memory"
            : Stopwatch.GetElapsedTime(started) > MostTime ? "takes too long"
            : null;
    }

    /// <summary>An exception of this project says which file is damaged, and what to do; any other is an accident.</summary>
    private static bool IsOwn(Exception exception) =>
        exception.GetType().Assembly.GetName().Name!.StartsWith("KoSparse", StringComparison.Ordinal) || exception is InvalidDataException { Message: var message } && message.Contains('/', StringComparison.Ordinal);
}
