using System.Globalization;

namespace KoSparse.Training.Runs;

/// <summary>Keeps a second process from training the same run: a lock of the operating system on <c>run.lock</c>.</summary>
/// <remarks>The system lets go of it when the process ends, however that happens, so no lock is ever stale.</remarks>
internal sealed class RunLock : IDisposable
{
    private const string FileName = "run.lock";

    /// <summary>Times that a lock is asked for: another process may hold it for the moment it takes to look.</summary>
    private const int Tries = 5;
    private static readonly TimeSpan BetweenTries = TimeSpan.FromMilliseconds(20);

    private readonly FileStream _file;

    private RunLock(FileStream file) => _file = file;

    /// <summary>Takes the lock of a run.</summary>
    /// <param name="folder">Folder of the run; made when it does not exist.</param>
    /// <exception cref="RunBusyException">Another process holds it.</exception>
    public static RunLock Take(string folder)
    {
        Directory.CreateDirectory(folder);
        for (int i = 0; i < Tries; i++)
        {
            if (TryOpen(folder, FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None) is { } file)
            {
                return new RunLock(file);
            }

            Thread.Sleep(BetweenTries);
        }

        throw Busy(folder);
    }

    /// <summary>Whether a process trains this run.</summary>
    public static bool IsHeld(string folder)
    {
        if (!File.Exists(Path.Combine(folder, FileName)))
        {
            return false;
        }

        using FileStream? file = TryOpen(folder, FileMode.Open, FileAccess.Read, FileShare.ReadWrite);
        return file is null;
    }

    /// <summary>Says now what <see cref="Take"/> would say after everything is loaded.</summary>
    /// <exception cref="RunBusyException">Another process holds it.</exception>
    public static void ThrowIfHeld(string folder)
    {
        if (IsHeld(folder))
        {
            throw Busy(folder);
        }
    }

    /// <summary>Lets go of the run.</summary>
    public void Dispose() => _file.Dispose();

    private static RunBusyException Busy(string folder)
    {
        RunStatus? status = RunStatusFile.Read(folder);
        return new RunBusyException(string.Create(
            CultureInfo.InvariantCulture,
            $"{folder}: process {status?.ProcessId} trains this run already, at step {status?.Step:N0} of {status?.TotalSteps:N0}. Watch it with ") +
            $"'tail -f {Path.Combine(folder, RunFolder.LogName)}', stop it with './kosparse stop {folder}', or train into another folder with --set output_dir=...");
    }

    private static FileStream? TryOpen(string folder, FileMode mode, FileAccess access, FileShare share)
    {
        try
        {
            return new FileStream(Path.Combine(folder, FileName), mode, access, share);
        }
        catch (IOException exception) when (exception is not (DirectoryNotFoundException or FileNotFoundException))
        {
            return null;
        }
    }
}
