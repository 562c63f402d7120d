using System.Globalization;
using KoSparse.Data;
using KoSparse.Encoding.Configuration;
using KoSparse.Encoding.Windows;
using KoSparse.Files;
using KoSparse.Text;
using KoSparse.Vectors;
using Microsoft.ML.OnnxRuntime;

namespace KoSparse.Onnx.Export;

// Shapes: B windows, each a text, S tokens, K terms, V vocabulary.

/// <summary>An exported <c>.onnx</c> file, opened: texts in, vectors out, without its model's folder. Safe to use from several threads.</summary>
/// <remarks>A text is one window; neither variants nor pruning.</remarks>
public sealed class ExportedModel : IDisposable
{
    private const int ShortestLength = 4;

    private readonly InferenceSession _session;
    private readonly RunOptions _run = new();
    private readonly Tokenizer _tokenizer;
    private readonly string _path;
    private readonly InputNames _names;
    private readonly int _maxLength;
    private readonly bool _hasTitle;
    private readonly Activation _activation;

    private ExportedModel(string path, InferenceSession session, Tokenizer tokenizer)
    {
        (_path, _session, _tokenizer) = (path, session, tokenizer);
        _names = session.InputNames.Contains(ExportedNames.Ids(InputNames.MlCommons)) ? InputNames.MlCommons : InputNames.Plain;
        string[] required = [ExportedNames.Ids(_names), ExportedNames.Mask(_names)];
        Outputs = session.OutputNames switch
        {
            [ExportedNames.Pooled] => ExportedOutputs.Pooled,
            [ExportedNames.TokenIds, ExportedNames.Weights] => ExportedOutputs.Terms,
            [ExportedNames.Logits] => ExportedOutputs.Logits,
            _ => throw Other($"its outputs are {string.Join(", ", session.OutputNames)}"),
        };
        if (!session.InputNames.ToHashSet().SetEquals(required))
        {
            throw Other($"its inputs are {string.Join(", ", session.InputNames)}");
        }

        Dictionary<string, string> facts = session.ModelMetadata.CustomMetadataMap;
        if (facts.GetValueOrDefault(ExportedFacts.Tokenizer) != tokenizer.Hash)
        {
            throw Other("it was made for another tokenizer, or by another program");
        }

        _maxLength = int.TryParse(facts.GetValueOrDefault(ExportedFacts.MaxLength), CultureInfo.InvariantCulture, out int length) && length >= ShortestLength
            ? length : throw Other($"'{ExportedFacts.MaxLength}' is missing in it");
        _activation = facts.GetValueOrDefault(ExportedFacts.Activation) is not { } activation ? Activation.Relu
            : Activations.Find(activation) ?? throw Other($"'{ExportedFacts.Activation}' is '{activation}' in it");
        _hasTitle = session.OverridableInitializerMetadata.ContainsKey(ExportedNames.Title);
    }

    /// <summary>What the file gives.</summary>
    public ExportedOutputs Outputs { get; }

    /// <summary>Opens a file.</summary>
    /// <param name="path">The file.</param>
    /// <param name="tokenizer">Of the model that it was made of.</param>
    /// <exception cref="CheckpointException">It is missing, damaged, or of another model or tokenizer.</exception>
    public static ExportedModel Open(string path, Tokenizer tokenizer)
    {
        ArgumentException.ThrowIfNullOrEmpty(path);
        ArgumentNullException.ThrowIfNull(tokenizer);
        InferenceSession session = Session(path);
        try
        {
            return new ExportedModel(path, session, tokenizer);
        }
        catch
        {
            session.Dispose();
            throw;
        }
    }

    /// <summary>The vectors of documents, a single window of each.</summary>
    /// <param name="documents">The documents.</param>
    /// <exception cref="CheckpointException">The file cannot run: it is damaged, or of another model.</exception>
    public IReadOnlyList<SparseVector> Encode(IReadOnlyList<Document> documents)
    {
        ArgumentNullException.ThrowIfNull(documents);
        DocumentBatches batches = new(documents, _tokenizer, _maxLength, maxWindows: 1);
        var vectors = new SparseVector[documents.Count];
        foreach (int[] batch in batches.Batches())
        {
            SparseVector[] found = Run(batches.Pad(batch));
            for (int i = 0; i < batch.Length; i++)
            {
                vectors[batch[i]] = found[i];
            }
        }

        return vectors;
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        _session.Dispose();
        _run.Dispose();
    }

    private static InferenceSession Session(string path)
    {
        if (!File.Exists(path))
        {
            throw new CheckpointException($"{path}: no such file. './kosparse export onnx MODEL {path}' writes one.");
        }

        InputFile.Open(path).Dispose(); // which refuses an empty file, and a pointer to another one
        try
        {
            using SessionOptions options = new() { LogSeverityLevel = OrtLoggingLevel.ORT_LOGGING_LEVEL_ERROR }; // it warns of inputs that may be left out
            return new InferenceSession(path, options);
        }
        catch (OnnxRuntimeException fault)
        {
            throw new CheckpointException(
                $"{path}: ONNX Runtime cannot open it: {fault.Message} A file that is cut or damaged must be exported or copied again; " +
                "one whose weights lie in other files needs these beside it.", fault);
        }
    }

    private SparseVector[] Run(WindowBatch batch)
    {
        long[] shapeBS = [batch.Rows, batch.Length];
        Dictionary<string, OrtValue> inputs = new()
        {
            [ExportedNames.Ids(_names)] = OrtValue.CreateTensorValueFromMemory(batch.IdsBS, shapeBS),
            [ExportedNames.Mask(_names)] = OrtValue.CreateTensorValueFromMemory(Numbers(batch.MaskBS), shapeBS),
        };
        if (_hasTitle)
        {
            inputs[ExportedNames.Title] = OrtValue.CreateTensorValueFromMemory(Numbers(batch.TitleBS), shapeBS);
        }

        try
        {
            using IDisposableReadOnlyCollection<OrtValue> found = _session.Run(_run, inputs, _session.OutputNames);
            return [.. Enumerable.Range(0, batch.Rows).Select(row => VectorOf(found, batch, row))];
        }
        catch (Exception fault) when (fault is OnnxRuntimeException or ArgumentException)
        {
            throw new CheckpointException($"{_path}: it does not run: {fault.Message} Export the model again.", fault);
        }
        finally
        {
            foreach (OrtValue input in inputs.Values)
            {
                input.Dispose();
            }
        }
    }

    private SparseVector VectorOf(IReadOnlyList<OrtValue> found, WindowBatch batch, int row)
    {
        ReadOnlySpan<float> all = found[^1].GetTensorDataAsSpan<float>();
        ReadOnlySpan<float> own = all.Slice(row * (all.Length / batch.Rows), all.Length / batch.Rows);
        return Outputs switch
        {
            ExportedOutputs.Pooled => SparseVector.FromDense(own),
            ExportedOutputs.Terms => OfTerms(found[0].GetTensorDataAsSpan<long>().Slice(row * own.Length, own.Length), own),
            _ => OfLogits(own, batch.MaskBS.AsSpan(row * batch.Length, batch.Length)),
        };
    }

    private static SparseVector OfTerms(ReadOnlySpan<long> idsK, ReadOnlySpan<float> weightsK)
    {
        List<TermWeight> terms = [];
        for (int i = 0; i < weightsK.Length && weightsK[i] > 0; i++)
        {
            terms.Add(new TermWeight((int)idsK[i], weightsK[i]));
        }

        return SparseVector.FromTerms(terms);
    }

    /// <summary>What the largest logits over the real tokens weigh.</summary>
    private SparseVector OfLogits(ReadOnlySpan<float> logitsSV, ReadOnlySpan<bool> maskS)
    {
        float[] weightsV = new float[logitsSV.Length / maskS.Length];
        for (int i = 0; i < logitsSV.Length; i++)
        {
            if (maskS[i / weightsV.Length])
            {
                weightsV[i % weightsV.Length] = Math.Max(weightsV[i % weightsV.Length], logitsSV[i]);
            }
        }

        return SparseVector.FromDense(Array.ConvertAll(weightsV, logit => _activation.WeightOf(logit)));
    }

    private static long[] Numbers(bool[] flags) => Array.ConvertAll(flags, flag => flag ? 1L : 0L);

    private CheckpointException Other(string what) => new(
        $"{_path}: not an export of this model: {what}. Export the model again with './kosparse export onnx', and name the tokenizer that it has.");
}
