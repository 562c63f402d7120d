using System.Text.Json;

namespace KoSparse.Text.Normalization;

/// <summary>Strings of <c>tokenizer.json</c>, which others wrote.</summary>
internal static class JsonText
{
    extension(JsonElement element)
    {
        /// <summary>The string that an element is.</summary>
        /// <exception cref="FormatException">It is null.</exception>
        public string RequiredString() => element.GetString() ?? throw new FormatException("null where a string is expected");
    }
}
