namespace KoSparse.Text;

/// <summary>A token that is recognised where it is written out in a text, before the text is split into words.</summary>
/// <param name="Text">As written.</param>
/// <param name="Id">Row of the vocabulary.</param>
internal sealed record AddedToken(string Text, int Id)
{
    /// <summary>Whether it is a token with a role.</summary>
    public bool IsSpecial { get; init; }

    /// <summary>Whether it counts only where no letter or digit stands at either side of it.</summary>
    public bool SingleWord { get; init; }

    /// <summary>Whether it takes the white space before it.</summary>
    public bool StripsLeft { get; init; }

    /// <summary>Whether it takes the white space after it.</summary>
    public bool StripsRight { get; init; }

    /// <summary>Whether it is looked for in the normalised text, itself normalised, and not in the text as given.</summary>
    public bool IsNormalized { get; init; }
}
