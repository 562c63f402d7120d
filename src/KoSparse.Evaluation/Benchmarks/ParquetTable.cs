using System.Globalization;
using KoSparse.Files;
using KoSparse.Text;
using Parquet;
using Parquet.Schema;

namespace KoSparse.Evaluation.Benchmarks;

/// <summary>Rows of a Parquet file: columns of text and numbers; others, and nested ones, are passed over.</summary>
internal static class ParquetTable
{
    /// <summary>Some damaged footers, which are read in a moment, keep Parquet.Net 6.1 busy for ever.</summary>
    private static readonly TimeSpan MostTimeToOpen = TimeSpan.FromSeconds(8);

    /// <inheritdoc cref="TableFile.Read"/>
    public static IEnumerable<T> Read<T>(string path, Func<TableRow, T> parse)
    {
        int number = 0;
        foreach (RowGroup group in Groups(path))
        {
            for (int row = 0; row < group.Rows; row++)
            {
                number++;
                yield return Parsed(path, number, new TableRow(column => group.Columns.GetValueOrDefault(column)?[row]), parse);
            }
        }
    }

    private static T Parsed<T>(string path, int number, TableRow row, Func<TableRow, T> parse)
    {
        try
        {
            return parse(row);
        }
        catch (FormatException fault)
        {
            throw new BenchmarkFormatException($"{path}({number}): {fault.Message}", fault);
        }
    }

    private static IEnumerable<RowGroup> Groups(string path)
    {
        using FileStream file = File.OpenRead(path);
        ParquetReader reader = Read(path, () => Task.Run(() => ParquetReader.CreateAsync(file, leaveStreamOpen: true)).WaitAsync(MostTimeToOpen));
        try
        {
            for (int i = 0; i < reader.RowGroupCount; i++)
            {
                int group = i;
                yield return Read(path, () => ReadGroupAsync(path, reader, group));
            }
        }
        finally
        {
            Read(path, async () =>
            {
                await reader.DisposeAsync();
                return true;
            });
        }
    }

    /// <summary>What the library throws for a damaged file is many things; for the user it is one.</summary>
    private static T Read<T>(string path, Func<Task<T>> read)
    {
        try
        {
            return read().GetAwaiter().GetResult();
        }
        catch (Exception fault) when (fault is not (OperationCanceledException or OutOfMemoryException or InputException))
        {
            throw new BenchmarkFormatException($"{path}: not read as Parquet ({fault.Message.TrimEnd('.')}). Get the file again.", fault);
        }
    }

    private static async Task<RowGroup> ReadGroupAsync(string path, ParquetReader reader, int group)
    {
        using ParquetRowGroupReader rows = reader.OpenRowGroupReader(group);
        ThrowIfTooLarge($"{path}: row group {group + 1}, a place for each of its {rows.RowCount:N0} rows", rows.RowCount, IntPtr.Size);
        Dictionary<string, string?[]> columns = new(StringComparer.Ordinal);
        foreach (DataField field in reader.Schema.Fields.OfType<DataField>().Where(field => !field.IsArray))
        {
            ThrowIfTooLarge($"{path}: row group {group + 1}, column '{ForeignText.Sentence(field.Name)}'", rows.GetMetadata(field)?.MetaData?.TotalUncompressedSize ?? 0, 1);
            if (await TextsAsync(rows, field) is { } texts)
            {
                columns[field.Name] = texts;
            }
        }

        return new RowGroup(checked((int)rows.RowCount), columns);
    }

    /// <summary>Columns are read as a whole: what the file itself says of their size is looked at before memory is taken for them.</summary>
    private static void ThrowIfTooLarge(string what, long count, int size)
    {
        if (count > InputLimit.File / size)
        {
            throw InputLimit.Exceeded(what, InputLimit.File);
        }
    }

    private static async Task<string?[]?> TextsAsync(ParquetRowGroupReader rows, DataField field)
    {
        if (field.ClrType == typeof(string) || field.ClrType == typeof(ReadOnlyMemory<char>)) // the library reads text as the latter
        {
            string?[] texts = new string?[rows.RowCount];
            await rows.ReadAsync(field, texts.AsMemory());
            return texts;
        }

        return field.ClrType == typeof(long) ? await NumbersAsync<long>(rows, field)
            : field.ClrType == typeof(int) ? await NumbersAsync<int>(rows, field)
            : field.ClrType == typeof(double) ? await NumbersAsync<double>(rows, field)
            : field.ClrType == typeof(float) ? await NumbersAsync<float>(rows, field)
            : null;
    }

    private static async Task<string?[]> NumbersAsync<T>(ParquetRowGroupReader rows, DataField field)
        where T : struct, IFormattable
    {
        if (field.IsNullable)
        {
            T?[] some = new T?[rows.RowCount];
            await rows.ReadAsync(field, some.AsMemory());
            return Array.ConvertAll(some, value => value?.ToString(null, CultureInfo.InvariantCulture));
        }

        T[] all = new T[rows.RowCount];
        await rows.ReadAsync(field, all.AsMemory());
        return Array.ConvertAll(all, value => (string?)value.ToString(null, CultureInfo.InvariantCulture));
    }

    /// <summary>Rows that lie together in the file, by column.</summary>
    private sealed record RowGroup(int Rows, Dictionary<string, string?[]> Columns);
}
