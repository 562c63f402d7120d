using System.Text.Encodings.Web;
using System.Text.Json;
using Microsoft.AspNetCore.Http;

namespace KoSparse.Serving.Contracts;

/// <summary>Answers in JSON of ASCII alone, other characters as <c>\uXXXX</c>.</summary>
/// <remarks>ml-commons 2.19 decodes each piece of an answer by itself, and loses a character whose bytes come in two.</remarks>
internal static class Answers
{
    private static readonly JsonSerializerOptions Ascii = new(JsonSerializerDefaults.Web) { Encoder = JavaScriptEncoder.Default };

    /// <summary>An answer.</summary>
    public static IResult Json<T>(T value) => Results.Json(value, Ascii);
}
