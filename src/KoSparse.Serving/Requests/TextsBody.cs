using System.Text.Json.Serialization;

namespace KoSparse.Serving.Requests;

/// <summary>The body of a <see cref="TextsRequest"/>, for those who read the description of the service.</summary>
/// <param name="Inputs">Texts.</param>
/// <param name="Truncate">False refuses texts that are longer than the model's windows.</param>
/// <param name="PromptName">query or document, where the address does not say it.</param>
internal sealed record TextsBody(
    [property: JsonPropertyName("inputs")] string[] Inputs,
    [property: JsonPropertyName("truncate")] bool? Truncate,
    [property: JsonPropertyName("prompt_name")] string? PromptName);
