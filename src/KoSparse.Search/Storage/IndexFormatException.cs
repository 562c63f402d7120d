namespace KoSparse.Search.Storage;

/// <summary>An index on disk is missing, damaged or of another version; the message says what to do.</summary>
public sealed class IndexFormatException : Exception
{
    internal IndexFormatException(string message) : base(message)
    {
    }

    internal IndexFormatException(string message, Exception innerException) : base(message, innerException)
    {
    }

    internal static IndexFormatException Damaged(string path, string fault) =>
        new($"{path} {fault}: the file is damaged. 'kosparse index check' names every damaged file of the index; " +
            "copy it from a backup, or build the index again.");

    /// <summary>Whether reading bytes that are not what was written can throw this.</summary>
    internal static bool CanMeanDamage(Exception fault) =>
        fault is IndexFormatException or ArgumentException or IndexOutOfRangeException or OverflowException
            or InvalidDataException or InvalidOperationException;

    /// <summary>The fault of a file whose checksums match and whose parts do not.</summary>
    internal static IndexFormatException Of(string path, Exception fault) => fault as IndexFormatException
        ?? new IndexFormatException(Damaged(path, $"contradicts itself ({fault.Message})").Message, fault);
}
