using System.Globalization;
using System.Text.Json.Nodes;
using KoSparse.Data;
using KoSparse.Evaluation.Keeping;

namespace KoSparse.Tests.Killing;

/// <summary>Vectors that a benchmark keeps: each state is another model's, and takes up what was kept of its own.</summary>
internal static class KilledKeptVectors
{
    private const int Documents = 1300; // three parts, the last one shorter

    public static KilledWriter Writer { get; } = new(Write, Read) { MakesOver = true };

    private static void Write(string folder, int state)
    {
        VectorRow[] rows =
        [
            .. KeptVectors.Open(folder, Origin(state), reuse: true).Encode(
                [.. Enumerable.Range(0, Documents).Select(i => new Document($"{i}", "", ""))],
                (part, _) => part.Select(document => Row(state, int.Parse(document.Id, CultureInfo.InvariantCulture)))),
        ];
        Assert.Equal(Enumerable.Range(0, Documents).Select(i => (float)i), rows.Select(row => row.Values[1]));
        Assert.All(rows, row => Assert.Equal(state, row.Values[0]));
    }

    /// <summary>A whole state is one whose vectors need not be encoded; what there is of another is of its origin alone.</summary>
    private static int? Read(string folder)
    {
        string origin = Path.Combine(folder, "made_of.json");
        if (!File.Exists(origin))
        {
            return null;
        }

        int state = int.Parse(JsonNode.Parse(File.ReadAllText(origin))!["Model"]!.GetValue<string>(), CultureInfo.InvariantCulture);
        string copy = folder + ".copy";
        Directory.CreateDirectory(copy);
        foreach (string file in Directory.GetFiles(folder))
        {
            File.Copy(file, Path.Combine(copy, Path.GetFileName(file)));
        }

        bool isWhole = Directory.GetFiles(copy, "*.safetensors").Length == 3;
        Write(copy, state); // says itself when a part is of another
        Directory.Delete(copy, recursive: true);
        return isWhole ? state : null;
    }

    private static VectorOrigin Origin(int state) => new(string.Create(CultureInfo.InvariantCulture, $"{state}"), "documents", "");

    private static VectorRow Row(int state, int document) => new([.. Enumerable.Range(0, 10)], [state, document, .. Enumerable.Repeat(1f, 8)]);
}
