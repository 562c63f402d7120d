using System.Net;
using System.Text.Json;

namespace KoSparse.OpenSearch;

/// <summary>What a cluster answered.</summary>
/// <param name="Status">The status.</param>
/// <param name="Body">The JSON; an empty object where there is none.</param>
public readonly record struct ClusterAnswer(HttpStatusCode Status, JsonElement Body);
