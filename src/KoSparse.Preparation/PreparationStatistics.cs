using System.Text.Json;
using KoSparse.Files;

namespace KoSparse.Preparation;

/// <summary>What a preparation made so far: <c>preparation.json</c>, which a later run resumes from.</summary>
public sealed class PreparationStatistics
{
    private const string FileName = "preparation.json";

    /// <summary>The options that the files were made with, but for the output folder and the number of shards.</summary>
    public required string Options { get; init; }

    /// <summary>Finished files by name.</summary>
    public SortedDictionary<string, FileStatistics> Files { get; init; } = new(StringComparer.Ordinal);

    /// <summary>Reads what a folder has, or begins anew when it has nothing.</summary>
    /// <exception cref="TripletPreparationException">The folder was made with other options.</exception>
    internal static PreparationStatistics ReadOrBegin(string folder, string options)
    {
        string path = Path.Combine(folder, FileName);
        if (!File.Exists(path))
        {
            return new PreparationStatistics { Options = options };
        }

        PreparationStatistics? found;
        try
        {
            found = JsonSerializer.Deserialize<PreparationStatistics>(InputFile.ReadText(path), SnakeCaseJson.Options);
        }
        catch (JsonException fault)
        {
            throw new TripletPreparationException($"{path}: {fault.Message} Delete the folder to prepare anew.", fault);
        }

        return found?.Options == options
            ? found
            : throw new TripletPreparationException(
                $"{path}: the folder was prepared with other options ({found?.Options}, now {options}). " +
                "Choose another output folder, or delete this one to prepare anew.");
    }

    internal void Write(string folder) =>
        WholeFile.Write(Path.Combine(folder, FileName), JsonSerializer.Serialize(this, SnakeCaseJson.Options));
}
