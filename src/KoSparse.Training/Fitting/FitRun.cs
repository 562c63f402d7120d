using System.Text.Json;
using KoSparse.Data;
using KoSparse.Modeling;
using KoSparse.Modeling.Encoding;
using KoSparse.Modeling.Lexical;
using KoSparse.Modeling.Weights;
using KoSparse.Text;
using KoSparse.Training.Runs;
using static TorchSharp.torch;

namespace KoSparse.Training.Fitting;

/// <summary>Fits the term weights of a model: which of a text's own words matter, from the questions that people asked.</summary>
/// <remarks>
/// A thousand questions teach a few hundred weights and no encoder. With the encoder as it is, each occurrence has fixed features, so
/// that every question can be ranked against a hundred candidates in every step, and left out by folds to see what was learned.
/// </remarks>
public sealed class FitRun : IDisposable
{
    private static readonly JsonSerializerOptions Json = new() { WriteIndented = true, PropertyNamingPolicy = JsonNamingPolicy.SnakeCaseLower };

    private readonly FitConfig _config;
    private readonly Tokenizer _tokenizer;
    private readonly InverseDocumentFrequency _idf;
    private readonly FitQuestions _questions;
    private readonly SparseModel _model;

    /// <summary>Opens everything that a config names.</summary>
    /// <exception cref="CheckpointException">Weights are missing or do not fit.</exception>
    /// <exception cref="IdfException">IDF weights are missing or belong to another tokenizer.</exception>
    /// <exception cref="TrainingException">Parts do not fit together.</exception>
    public FitRun(FitConfig config)
    {
        ArgumentNullException.ThrowIfNull(config);
        _config = config;
        _tokenizer = TokenizerFolder.Open(ModelBuilder.TokenizerOf(config.Model));
        _idf = IdfFile.Read(config.Idf, _tokenizer);
        _questions = new FitQuestions(config);
        (_model, LoadReport) = ModelBuilder.Build(config.Model, _tokenizer, _questions.Texts.Take(ModelBuilder.LengthSample), config.Seed, CPU);
    }

    /// <summary>What did not match when the pretrained weights were loaded.</summary>
    public LoadReport? LoadReport { get; }

    /// <summary>Number of questions.</summary>
    public int QuestionCount => _questions.Queries.Count;

    /// <summary>Number of texts that are searched.</summary>
    public int TextCount => _questions.Texts.Count;

    /// <summary>Reads the texts, fits, and writes the model.</summary>
    /// <param name="texts">Told how many texts were read; throws to stop.</param>
    /// <param name="steps">Told how many steps were made; throws to stop.</param>
    /// <returns>What was gained; in the folder, too.</returns>
    public FitReport Run(IProgress<int> texts, IProgress<int> steps)
    {
        var encoder = new IdfQueryEncoder(_tokenizer, _idf.Values);
        Dictionary<int, float>[] vectors =
            [.. _questions.Queries.Select(query => encoder.Encode(query).ByWeight().ToDictionary(term => term.TokenId, term => term.Weight))];
        using FitPostings postings = FitPostings.Read(_model, _tokenizer, _questions.Texts, vectors.SelectMany(vector => vector.Keys), texts);
        FitCandidates candidates = new(_questions, vectors, postings, _config.Candidates);
        double share = _model.Config.LexicalPrior!.LearnedShare ?? LexicalPriorOptions.AllLearned;
        using var fit = new TermWeightFit(_config, share, _questions, vectors, postings, candidates);
        fit.Run(steps);
        _model.SetLexicalFactors(fit.Factors());
        FitReport report = FitReport.Of(_questions, candidates, fit, _config.Folds);
        Save(report);
        return report;
    }

    /// <inheritdoc/>
    public void Dispose() => _model.Dispose();

    private void Save(FitReport report)
    {
        ModelFolder.Save(_config.OutputDir, _model, ModelBuilder.TokenizerOf(_config.Model), _tokenizer, _idf);
        new RunFolder(_config.OutputDir).WriteConfig(_config);
        File.WriteAllText(Path.Combine(_config.OutputDir, FitReport.FileName), JsonSerializer.Serialize(report, Json));
    }
}
