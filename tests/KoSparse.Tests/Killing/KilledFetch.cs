using System.Globalization;
using System.Text.Json.Nodes;
using KoSparse.Hub;
using KoSparse.Hub.Fetching;
using KoSparse.Tests.Hub;

namespace KoSparse.Tests.Killing;

/// <summary>A model that is fetched into the place of the one before; what was begun of a file is gone on with.</summary>
internal static class KilledFetch
{
    private const int Weights = 3_000_000;

    public static KilledWriter Writer { get; } = new(Write, Read) { Begun = ".partial" };

    private static void Write(string folder, int state)
    {
        using FakeHub hub = new();
        hub.Files["config.json"] = System.Text.Encoding.UTF8.GetBytes($$"""{ "state": {{state / 2}} }"""); // every other one stays
        hub.Files["vocab.txt"] = System.Text.Encoding.UTF8.GetBytes(string.Create(CultureInfo.InvariantCulture, $"{state}"));
        hub.Files["model.safetensors"] = FakeHub.Bytes(Weights, state);
        using HubHttp http = new(hub.Endpoint(), (_, _) => Task.CompletedTask);
        ModelFetch.RunAsync(http, FakeHub.Repository, "main", folder).GetAwaiter().GetResult();
    }

    private static int? Read(string folder)
    {
        string config = Path.Combine(folder, "config.json");
        if (!File.Exists(config))
        {
            return null;
        }

        int state = int.Parse(File.ReadAllText(Path.Combine(folder, "vocab.txt")), CultureInfo.InvariantCulture);
        Assert.Equal(state / 2, JsonNode.Parse(File.ReadAllText(config))!["state"]!.GetValue<int>());
        Assert.True(FakeHub.Bytes(Weights, state).AsSpan().SequenceEqual(File.ReadAllBytes(Path.Combine(folder, "model.safetensors"))), $"weights of another state than {state}");
        return state;
    }
}
