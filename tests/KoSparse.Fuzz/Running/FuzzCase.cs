using System.Security.Cryptography;

namespace KoSparse.Fuzz.Running;

/// <summary>Inputs that failed once, and stay tests: <c>cases/FORMAT/HASH-FILE</c>.</summary>
internal static class FuzzCase
{
    /// <summary>Keeps an input.</summary>
    /// <returns>Its path.</returns>
    public static string Write(string cases, FuzzFailure failure)
    {
        string folder = Path.Combine(cases, failure.Format);
        Directory.CreateDirectory(folder);
        string path = Path.Combine(folder, $"{Convert.ToHexStringLower(SHA256.HashData(failure.Content))[..12]}-{failure.File.Replace('/', '+')}");
        File.WriteAllBytes(path, failure.Content);
        return path;
    }

    /// <summary>The inputs that were kept of a format: which file, and its content.</summary>
    public static IEnumerable<(string File, byte[] Content)> Read(string cases, string format)
    {
        string folder = Path.Combine(cases, format);
        return Directory.Exists(folder)
            ? Directory.GetFiles(folder).Select(path => (Path.GetFileName(path)[13..].Replace('+', '/'), File.ReadAllBytes(path)))
            : [];
    }
}
