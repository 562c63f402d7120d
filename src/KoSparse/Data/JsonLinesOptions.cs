namespace KoSparse.Data;

/// <summary>How lines that are not as they should be are met.</summary>
public sealed record JsonLinesOptions
{
    /// <summary>Skip and count bad lines; more than 1 % of them is still an error.</summary>
    /// <value>The default is false: the first bad line is an error.</value>
    public bool SkipBadLines { get; init; }

    /// <summary>What the user sets to skip bad lines, for messages.</summary>
    /// <value>The default is null: whoever reads offers no such choice.</value>
    public string? SkippedWith { get; init; }

    /// <summary>Filled while lines are read, when given.</summary>
    public ReadSummary? Summary { get; init; }

    /// <summary>Makes the error of a message.</summary>
    internal Func<string, Exception, Exception> Error { get; init; } = static (message, inner) => new JsonLinesException(message, inner);
}
