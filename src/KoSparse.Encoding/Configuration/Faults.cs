using System.ComponentModel.DataAnnotations;
using System.Globalization;
using System.Reflection;
using System.Text.Json;

namespace KoSparse.Encoding.Configuration;

/// <summary>What is out of range in a record that was read.</summary>
/// <remarks>Its own walk over the attributes: <see cref="Validator"/> takes a tenth of a second to load, which a search would wait for.</remarks>
internal static class Faults
{
    /// <summary>The faults of a record, each with the name of its setting in files; those of records in it are asked for apart.</summary>
    public static IEnumerable<string> Of(object? record)
    {
        if (record is null)
        {
            yield break;
        }

        foreach (PropertyInfo property in record.GetType().GetProperties())
        {
            string name = JsonNamingPolicy.SnakeCaseLower.ConvertName(property.Name);
            foreach (RangeAttribute range in property.GetCustomAttributes<RangeAttribute>())
            {
                if (property.GetValue(record) is { } value && !Holds(range, Convert.ToDouble(value, CultureInfo.InvariantCulture)))
                {
                    yield return FormattableString.Invariant($"{name}: must be between {range.Minimum} and {range.Maximum}, is {value}");
                }
            }
        }

        foreach (ValidationResult fault in (record as IValidatableObject)?.Validate(null!) ?? [])
        {
            yield return $"{string.Join(", ", fault.MemberNames.Select(JsonNamingPolicy.SnakeCaseLower.ConvertName))}: {fault.ErrorMessage}";
        }
    }

    private static bool Holds(RangeAttribute range, double value)
    {
        (double low, double high) = (Convert.ToDouble(range.Minimum, CultureInfo.InvariantCulture), Convert.ToDouble(range.Maximum, CultureInfo.InvariantCulture));
        return (range.MinimumIsExclusive ? value > low : value >= low) && (range.MaximumIsExclusive ? value < high : value <= high);
    }
}
