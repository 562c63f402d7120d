using System.ComponentModel.DataAnnotations;
using System.Text.Json;

namespace KoSparse.Encoding.Configuration;

/// <summary>What is out of range in a record that was read.</summary>
internal static class Faults
{
    /// <summary>The faults of a record, each with the name of its setting in files; those of records in it are asked for apart.</summary>
    public static IEnumerable<string> Of(object? record)
    {
        List<ValidationResult> found = [];
        if (record is not null)
        {
            _ = Validator.TryValidateObject(record, new ValidationContext(record), found, validateAllProperties: true);
        }

        return found.Select(fault => $"{string.Join(", ", fault.MemberNames.Select(JsonNamingPolicy.SnakeCaseLower.ConvertName))}: {fault.ErrorMessage}");
    }
}
