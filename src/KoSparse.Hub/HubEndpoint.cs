using KoSparse.Files;

namespace KoSparse.Hub;

/// <summary>Which Hub, and on whose behalf.</summary>
/// <param name="Address">Its root, such as <c>https://huggingface.co/</c>.</param>
/// <param name="Token">The account's token, if any.</param>
public sealed record HubEndpoint(Uri Address, HubToken? Token)
{
    private const string Standard = "https://huggingface.co";

    /// <summary>Whether the token may go there: over https, or to this machine.</summary>
    public bool IsPrivate => Address.Scheme == Uri.UriSchemeHttps || Address.IsLoopback;

    /// <summary>The Hub that <c>HF_ENDPOINT</c> names, Hugging Face's own by default.</summary>
    public static HubEndpoint FromEnvironment()
    {
        string text = HuggingFaceCache.Variable("HF_ENDPOINT") ?? Standard;
        return Uri.TryCreate(text.TrimEnd('/') + "/", UriKind.Absolute, out Uri? address) && address.Scheme is "https" or "http"
            ? new HubEndpoint(address!, HubToken.FromEnvironment())
            : throw new HubException($"HF_ENDPOINT is '{text}', which is no address. Unset it, or give one such as {Standard}.");
    }

    /// <summary>An address on the Hub; the parts are escaped, slashes within them kept.</summary>
    internal Uri At(string path) =>
        new(Address, string.Join('/', path.Split('/').Select(Uri.EscapeDataString)));

    /// <summary>Whether an address is the Hub's own, so that the token may go with it.</summary>
    internal bool Owns(Uri address) => Uri.Compare(
        Address, address, UriComponents.SchemeAndServer, UriFormat.Unescaped, StringComparison.OrdinalIgnoreCase) == 0;
}
