using System.IO.Compression;
using System.Security.Cryptography;
using KoSparse.Data;
using KoSparse.Encoding;
using KoSparse.Text;

namespace KoSparse.OpenSearch.Models;

/// <summary>A model as ml-commons takes it: a zip, and what it says of it. The same model gives the same bytes.</summary>
/// <param name="Name">Its name in the cluster.</param>
/// <param name="Function">What it does there, as ml-commons calls it.</param>
/// <param name="Format">Whose format the file within has; of a tokenizer alone it means nothing.</param>
/// <param name="Bytes">The zip.</param>
public sealed record ModelPackage(string Name, string Function, string Format, ReadOnlyMemory<byte> Bytes)
{
    private const string TokenizerFile = "tokenizer.json";
    private const string WeightsFile = "idf.json";

    private static readonly DateTimeOffset NoTime = new(2000, 1, 1, 0, 0, 0, TimeSpan.Zero);

    /// <summary>SHA-256 of the zip.</summary>
    public string Hash => Convert.ToHexStringLower(SHA256.HashData(Bytes.Span));

    /// <summary>What the path of a prediction calls it.</summary>
    internal string PredictedAs => Function.ToLowerInvariant();

    /// <summary>A tokenizer with the weights of its tokens: questions without a network.</summary>
    /// <exception cref="OpenSearchException">The model has no IDF weights, or no <c>tokenizer.json</c>.</exception>
    public static ModelPackage Tokenizer(string name, OpenModel model)
    {
        ArgumentNullException.ThrowIfNull(model);
        InverseDocumentFrequency idf = model.Idf
            ?? throw new OpenSearchException($"{model.Folder} has no IDF weights: the cluster cannot weigh questions without a network. Train it with data.idf, or let a connector encode.");
        return Packed(name, "SPARSE_TOKENIZE", "TORCH_SCRIPT", model, folder => TokenWeights.Of(idf, model.Tokenizer).Write(Path.Combine(folder, WeightsFile), model.Tokenizer), WeightsFile);
    }

    /// <summary>A network that runs in the nodes, as <c>export onnx --inputs ml-commons</c> wrote it.</summary>
    /// <param name="name">Its name in the cluster.</param>
    /// <param name="model">The model that was exported.</param>
    /// <param name="onnx">The file.</param>
    public static ModelPackage Network(string name, OpenModel model, string onnx)
    {
        ArgumentNullException.ThrowIfNull(model);
        return Packed(name, "SPARSE_ENCODING", "ONNX", model, folder => File.Copy(onnx, Path.Combine(folder, "model.onnx")), "model.onnx");
    }

    private static ModelPackage Packed(string name, string function, string format, OpenModel model, Action<string> fill, string file)
    {
        DirectoryInfo folder = Directory.CreateTempSubdirectory("kosparse-package-");
        try
        {
            TokenizerFolder.Copy(model.NetworkFolder, folder.FullName, model.Parts.Encode.MaxLength); // with truncation, without which ml-commons fails on long texts
            if (!File.Exists(Path.Combine(folder.FullName, TokenizerFile)))
            {
                throw new OpenSearchException($"{model.Folder} has no {TokenizerFile}, which ml-commons reads: save the tokenizer with transformers ('use_fast=True').");
            }

            fill(folder.FullName);
            using MemoryStream zip = new();
            using (ZipArchive archive = new(zip, ZipArchiveMode.Create, leaveOpen: true))
            {
                foreach (string part in (string[])[TokenizerFile, file])
                {
                    ZipArchiveEntry entry = archive.CreateEntry(part);
                    entry.LastWriteTime = NoTime;
                    using Stream target = entry.Open();
                    using FileStream source = File.OpenRead(Path.Combine(folder.FullName, part));
                    source.CopyTo(target);
                }
            }

            return new(name, function, format, zip.ToArray());
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }
}
