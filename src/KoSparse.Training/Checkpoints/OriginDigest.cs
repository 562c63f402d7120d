using System.Security.Cryptography;
using KoSparse.Modeling;
using static TorchSharp.torch;

namespace KoSparse.Training.Checkpoints;

/// <summary>A digest of all that some tensors are computed from; <see cref="KeptTensors"/> of another are computed anew.</summary>
internal sealed class OriginDigest : IDisposable
{
    private readonly IncrementalHash _hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);

    /// <summary>Takes in a text.</summary>
    public void Add(string text) => Add(System.Text.Encoding.UTF8.GetBytes(text));

    /// <summary>Takes in bytes.</summary>
    public void Add(ReadOnlySpan<byte> bytes) => _hash.AppendData(bytes);

    /// <summary>Takes in a model's architecture and weights.</summary>
    public void Add(SparseModel model)
    {
        Add($"{model.Config}");
        foreach (Tensor parameter in model.parameters())
        {
            Add(parameter.detach().bytes);
        }
    }

    /// <summary>The digest of what was taken in; it begins anew.</summary>
    public string Take() => Convert.ToHexString(_hash.GetHashAndReset());

    /// <inheritdoc/>
    public void Dispose() => _hash.Dispose();
}
