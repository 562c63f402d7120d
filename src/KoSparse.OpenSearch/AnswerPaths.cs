using System.Text.Json;

namespace KoSparse.OpenSearch;

/// <summary>Reads what may or may not be in an answer.</summary>
internal static class AnswerPaths
{
    extension(JsonElement answer)
    {
        /// <summary>What stands at a path of names; null where there is nothing.</summary>
        public JsonElement? At(params ReadOnlySpan<string> names)
        {
            JsonElement current = answer;
            foreach (string name in names)
            {
                if (current.ValueKind != JsonValueKind.Object || !current.TryGetProperty(name, out current))
                {
                    return null;
                }
            }

            return current;
        }

        /// <summary>The text at a path, also of a number or a list; null where there is none.</summary>
        public string? TextAt(params ReadOnlySpan<string> names) => answer.At(names) is { ValueKind: not JsonValueKind.Null } found ? found.ToString() : null;

        /// <summary>The number at a path, also where it is written as a text; null where there is none.</summary>
        public double? NumberAt(params ReadOnlySpan<string> names) =>
            double.TryParse(answer.TextAt(names), System.Globalization.CultureInfo.InvariantCulture, out double number) ? number : null;

        /// <summary>The items of the list at a path; none where there is no list.</summary>
        public JsonElement[] ItemsAt(params ReadOnlySpan<string> names) =>
            answer.At(names) is { ValueKind: JsonValueKind.Array } found ? [.. found.EnumerateArray()] : [];

        /// <summary>The members of the object at a path; none where there is no object.</summary>
        public JsonProperty[] MembersAt(params ReadOnlySpan<string> names) =>
            answer.At(names) is { ValueKind: JsonValueKind.Object } found ? [.. found.EnumerateObject()] : [];
    }
}
