using KoSparse.Files;

namespace KoSparse.Hub;

/// <summary>The token of a Hugging Face account; it goes into requests to the Hub and nowhere else.</summary>
public sealed class HubToken(string value)
{
    /// <summary>The header's value.</summary>
    internal string Value { get; } = value;

    /// <summary>The token in <c>HF_TOKEN</c>, or in the file that <c>hf auth login</c> writes; null where there is none.</summary>
    public static HubToken? FromEnvironment()
    {
        string file = HuggingFaceCache.Variable("HF_TOKEN_PATH") ?? Path.Combine(HuggingFaceCache.Home, "token");
        string? value = HuggingFaceCache.Variable("HF_TOKEN")?.Trim() ?? (File.Exists(file) ? InputFile.ReadText(file).Trim() : null);
        return string.IsNullOrEmpty(value) ? null
            : value.All(c => c is > ' ' and <= '~') ? new HubToken(value)
            : throw new HubException("The token in HF_TOKEN or the token file has characters that no token has. Log in again ('hf auth login').");
    }

    /// <inheritdoc/>
    public override string ToString() => "(hidden)";
}
