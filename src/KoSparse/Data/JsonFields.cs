using System.Text.Json;

namespace KoSparse.Data;

/// <summary>Fields of a JSON object, each with a reason when it is not as expected.</summary>
public static class JsonFields
{
    extension(JsonElement element)
    {
        /// <summary>The text of a field.</summary>
        /// <exception cref="FormatException">The field is missing, or not a string.</exception>
        public string RequiredText(string name) =>
            element.OptionalText(name) ?? throw new FormatException($"'{name}' is missing.");

        /// <summary>The text of a field, or null when it is missing or null.</summary>
        /// <exception cref="FormatException">The field is not a string.</exception>
        public string? OptionalText(string name)
        {
            if (!element.TryGetProperty(name, out JsonElement value) || value.ValueKind == JsonValueKind.Null)
            {
                return null;
            }

            return value.AsText(name);
        }

        /// <summary>The element as text.</summary>
        /// <param name="name">What it is, for the reason.</param>
        /// <exception cref="FormatException">It is not a string.</exception>
        public string AsText(string name)
        {
            return element.ValueKind == JsonValueKind.String
                ? element.GetString()!
                : throw new FormatException($"'{name}' must be a string, is {element.ValueKind}.");
        }

        /// <summary>The texts of a field that is an array of strings or one string; empty when it is missing or null.</summary>
        /// <exception cref="FormatException">The field is something else.</exception>
        public string[] Texts(string name)
        {
            if (!element.TryGetProperty(name, out JsonElement value) || value.ValueKind == JsonValueKind.Null)
            {
                return [];
            }

            return value.ValueKind == JsonValueKind.Array
                ? [.. value.EnumerateArray().Select(item => item.AsText(name))]
                : [value.AsText(name)];
        }
    }
}
