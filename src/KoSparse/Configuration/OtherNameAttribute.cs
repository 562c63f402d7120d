namespace KoSparse.Configuration;

/// <summary>A name by which others write a setting. It is read as ours, and said.</summary>
/// <param name="other">Their path from the root, such as <c>loss.lambda_language</c>.</param>
/// <param name="ours">Our path.</param>
[AttributeUsage(AttributeTargets.Class, AllowMultiple = true)]
public sealed class OtherNameAttribute(string other, string ours) : Attribute
{
    /// <summary>Their path.</summary>
    public string Other { get; } = other;

    /// <summary>Our path.</summary>
    public string Ours { get; } = ours;

    /// <summary>What theirs holds to switch our section on; any other value switches it off.</summary>
    /// <value>The default is null: theirs is a value as ours is.</value>
    public string? OnWhen { get; init; }
}
