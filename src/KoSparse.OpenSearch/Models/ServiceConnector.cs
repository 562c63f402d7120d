using System.Text.Json.Nodes;

namespace KoSparse.OpenSearch.Models;

/// <summary>How ml-commons calls a service that encodes, such as <c>kosparse serve</c>.</summary>
internal static class ServiceConnector
{
    /// <summary>What <c>POST connectors/_create</c> is sent.</summary>
    /// <param name="name">Its name.</param>
    /// <param name="described">What it is found again by.</param>
    /// <param name="address">Takes <c>{"inputs": [text, …]}</c>.</param>
    /// <param name="key">A key that the service asks for; null where it asks for none.</param>
    public static JsonObject Of(string name, string described, Uri address, string? key)
    {
        JsonObject headers = new() { ["Content-Type"] = "application/json" };
        if (key is not null)
        {
            headers["Authorization"] = "Bearer ${credential.key}";
        }

        return new()
        {
            ["name"] = name,
            ["description"] = described,
            ["version"] = "1",
            ["protocol"] = "http",
            ["credential"] = new JsonObject { ["key"] = key ?? "none" }, // there has to be one, even where none is asked for
            ["actions"] = new JsonArray(new JsonObject
            {
                ["action_type"] = "predict",
                ["method"] = "POST",
                ["url"] = address.AbsoluteUri,
                ["headers"] = headers,
                ["request_body"] = "{\"inputs\": ${parameters.input}}",
                ["pre_process_function"] = "connector.pre_process.default.embedding",
            }),
        };
    }
}
