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

        /// <summary>The document of a field, or null when it is missing or null.</summary>
        /// <exception cref="FormatException">The field is something else.</exception>
        public Document? OptionalDocument(string name) =>
            element.TryGetProperty(name, out JsonElement value) && value.ValueKind != JsonValueKind.Null ? value.AsDocument(name) : null;

        /// <summary>The documents of a field that is an array of them or one; empty when it is missing or null.</summary>
        /// <exception cref="FormatException">The field is something else.</exception>
        public Document[] Documents(string name)
        {
            if (!element.TryGetProperty(name, out JsonElement value) || value.ValueKind == JsonValueKind.Null)
            {
                return [];
            }

            return value.ValueKind == JsonValueKind.Array
                ? [.. value.EnumerateArray().Select(item => item.AsDocument(name))]
                : [value.AsDocument(name)];
        }

        /// <summary>The element as a document without id: <c>{"title": …, "text": …}</c>, the title optional, or a string as for <see cref="Document.Of"/>.</summary>
        /// <param name="name">What it is, for the reason.</param>
        /// <exception cref="FormatException">It is something else.</exception>
        public Document AsDocument(string name)
        {
            if (element.ValueKind == JsonValueKind.String)
            {
                return Document.Of(element.GetString()!);
            }

            if (element.ValueKind != JsonValueKind.Object)
            {
                throw new FormatException($"'{name}' must be a string or an object with title and text, is {element.ValueKind}.");
            }

            foreach (JsonProperty field in element.EnumerateObject())
            {
                if (field.Name is not ("title" or "text"))
                {
                    throw new FormatException($"'{name}' has '{field.Name}'; a document has a title and a text alone.");
                }
            }

            return new Document("", element.OptionalText("title") ?? "", element.RequiredText("text"));
        }
    }
}
