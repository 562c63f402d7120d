using System.Text.Json;
using KoSparse.Data;
using KoSparse.Encoding.Configuration;
using KoSparse.Encoding.Folders;
using KoSparse.Files;
using KoSparse.Modeling;
using KoSparse.Modeling.Weights;
using KoSparse.Text;
using KoSparse.Training.Building;
using KoSparse.Training.Checkpoints;
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
    private readonly FitConfig _config;
    private readonly ModelParts _parts;
    private readonly FitQuestions _questions;
    private readonly SparseModel _model;

    /// <summary>Opens everything that a config names.</summary>
    /// <exception cref="CheckpointException">Weights are missing or do not fit.</exception>
    /// <exception cref="IdfException">IDF weights are missing or belong to another tokenizer.</exception>
    /// <exception cref="IOException">The output folder holds something else than a fit, which would be replaced.</exception>
    /// <exception cref="TrainingException">Parts do not fit together.</exception>
    public FitRun(FitConfig config)
    {
        ArgumentNullException.ThrowIfNull(config);
        WholeFolder.ThrowIfOtherThings(config.OutputDir, FitReport.FileName, "a fit");
        _config = config;
        string source = ModelBuilder.TokenizerOf(config.Model);
        Tokenizer tokenizer = TokenizerFolder.Open(source);
        InverseDocumentFrequency idf = IdfFile.Read(config.Idf, tokenizer);
        _questions = new FitQuestions(config);
        (_model, LoadReport) = ModelBuilder.Build(config.Model, config.Encode, tokenizer, _questions.Texts.Take(ModelBuilder.LengthSample), config.Seed, CPU);
        _parts = ModelBuilder.PartsOf(_model, config.Model, config.Encode, tokenizer, idf);
    }

    /// <summary>What did not match when the pretrained weights were loaded.</summary>
    public LoadReport? LoadReport { get; }

    /// <summary>Number of questions.</summary>
    public int QuestionCount => _questions.Queries.Count;

    /// <summary>Number of texts that are searched.</summary>
    public int TextCount => _questions.Texts.Count;

    /// <summary>Folder of what was encoded, for as long as the fit is not finished.</summary>
    public string StatesFolder => $"{Path.TrimEndingDirectorySeparator(_config.OutputDir)}.states";

    /// <summary>Searches the texts by BM25, without the encoder.</summary>
    /// <param name="texts">Told how many texts were read; throws to stop.</param>
    /// <returns>What was found; the caller disposes it.</returns>
    public FitSearch Search(IProgress<int> texts) => new(_config, _model, _parts, _questions, texts);

    /// <summary>Encodes what was found, fits, and writes the model.</summary>
    /// <param name="found">What was found.</param>
    /// <param name="encoded">Told how many texts were encoded; throws to stop. What an interrupted run had encoded is not encoded again.</param>
    /// <param name="steps">Told how many steps were made; throws to stop.</param>
    /// <returns>What was gained; in the folder, too.</returns>
    public FitReport Fit(FitSearch found, IProgress<int> encoded, IProgress<int> steps)
    {
        ArgumentNullException.ThrowIfNull(found);
        KeptTensors kept = new(StatesFolder, found.States.Origin);
        using TermWeightFit fit = Start(found, kept, encoded);
        fit.Run(steps);
        _model.Lexical!.Set(fit.Factors());
        FitReport report = FitReport.Of(_questions, found.Candidates, fit, _config.Folds);
        Save(report);
        kept.Remove();
        return report;
    }

    /// <inheritdoc/>
    public void Dispose() => _model.Dispose();

    internal TermWeightFit Start(FitSearch found, KeptTensors kept, IProgress<int> encoded)
    {
        double share = _model.Config.LexicalPrior!.LearnedShare ?? LexicalPriorOptions.AllLearned;
        return new TermWeightFit(_config, share, _questions, found.Candidates, found.Cells, found.Table, found.States.Read(kept, encoded));
    }

    private void Save(FitReport report)
    {
        ModelWeights.SaveFolder(_config.OutputDir, _parts, _model);
        new RunFolder(_config.OutputDir).WriteConfig(_config);
        WholeFile.Write(Path.Combine(_config.OutputDir, FitReport.FileName), JsonSerializer.Serialize(report, SnakeCaseJson.Options));
    }
}
