using System.Net.Security;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using KoSparse.Configuration;
using KoSparse.Files;

namespace KoSparse.OpenSearch;

/// <summary>Which certificate the cluster may show, where the machine's own list does not say.</summary>
public sealed class ClusterTrust
{
    private const int FingerprintLength = 64;

    private readonly X509Certificate2Collection? _roots;
    private readonly byte[]? _fingerprint;

    private ClusterTrust(X509Certificate2Collection? roots, byte[]? fingerprint) => (_roots, _fingerprint) = (roots, fingerprint);

    /// <summary>Trusts what the certificates of a PEM file sign, for the cluster's name alone.</summary>
    /// <exception cref="ConfigException">There is no certificate in the file.</exception>
    public static ClusterTrust Authority(string path)
    {
        ArgumentException.ThrowIfNullOrEmpty(path);
        X509Certificate2Collection roots = [];
        try
        {
            roots.ImportFromPem(InputFile.ReadText(path));
        }
        catch (CryptographicException fault)
        {
            throw new ConfigException($"{path}: no certificates that can be read ({fault.Message.TrimEnd('.')}). Give the PEM file of the authority.", fault);
        }

        return roots.Count > 0 ? new(roots, null) : throw new ConfigException($"{path}: holds no certificate. Give the PEM file of the authority.");
    }

    /// <summary>Trusts one certificate, whatever its name and who signed it.</summary>
    /// <exception cref="ConfigException">It is no SHA-256.</exception>
    public static ClusterTrust Pinned(string fingerprint)
    {
        ArgumentNullException.ThrowIfNull(fingerprint);
        string digits = fingerprint.Replace(":", "", StringComparison.Ordinal).Trim();
        return digits.Length == FingerprintLength && digits.All(char.IsAsciiHexDigit)
            ? new(null, Convert.FromHexString(digits))
            : throw new ConfigException("The fingerprint is no SHA-256 of a certificate, 64 hexadecimal digits. 'openssl x509 -noout -fingerprint -sha256 -in FILE' prints it.");
    }

    /// <summary>Decides on the certificate that a cluster shows.</summary>
    internal bool Accepts(X509Certificate2? certificate, SslPolicyErrors errors)
    {
        if (certificate is null)
        {
            return false;
        }

        if (_fingerprint is not null)
        {
            return CryptographicOperations.FixedTimeEquals(certificate.GetCertHash(HashAlgorithmName.SHA256), _fingerprint);
        }

        if (errors.HasFlag(SslPolicyErrors.RemoteCertificateNameMismatch))
        {
            return false;
        }

        using X509Chain chain = new();
        chain.ChainPolicy.TrustMode = X509ChainTrustMode.CustomRootTrust;
        chain.ChainPolicy.CustomTrustStore.AddRange(_roots!);
        chain.ChainPolicy.RevocationMode = X509RevocationMode.NoCheck;
        return chain.Build(certificate);
    }
}
