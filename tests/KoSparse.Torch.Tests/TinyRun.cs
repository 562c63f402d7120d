using System.Globalization;
using System.Text.Json;
using KoSparse.Configuration;
using KoSparse.Data;
using KoSparse.Evaluation.Benchmarks;
using KoSparse.Modeling;
using KoSparse.Text;
using KoSparse.Training.FineTuning;

namespace KoSparse.Torch.Tests;

/// <summary>All that a training run needs, in a folder that goes when the test does: four steps of a model of one layer.</summary>
internal sealed class TinyRun : IDisposable
{
    private const int Triplets = 120;
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("kosparse-run-");

    public TinyRun()
    {
        Tokenizer tokenizer = TinyText.WriteTokenizer(File("tokenizer"));
        string[] texts = [.. Enumerable.Range(0, Triplets).Select(TinyText.Sentence)];
        IdfFile.Write(File("idf"), IdfCounter.Count(texts, tokenizer, IdfSmoothing.Bm25));
        IdfFile.Write(File("other_idf"), IdfCounter.Count(texts.Take(30), tokenizer, IdfSmoothing.Standard));
        System.IO.File.WriteAllLines(File("train.jsonl"), [.. Enumerable.Range(0, Triplets).Select(Line), "{ not a triplet"]);
        System.IO.File.WriteAllLines(File("other.jsonl"), Enumerable.Range(7, 40).Select(Line));
        BeirFolderWriter.Write(
            File("validation"),
            [.. Enumerable.Range(0, 60).Select(i => new Document($"d{i}", "", TinyText.Sentence(i)))],
            [.. Enumerable.Range(0, 8).Select(i => new Query($"q{i}", TinyText.Question((3 * i) + 2)))],
            // Texts of three clauses; shorter ones on the same topic are in the way.
            [.. Enumerable.Range(0, 8).Select(i => new Judgement($"q{i}", $"d{(3 * i) + 2}", 1))],
            "test");
        TinyText.Families("에").Write(File("families"), tokenizer);
        using SparseModel teacher = TinyModel.Trained();
        TinyModel.Save(File("teacher"), teacher, File("tokenizer"));
        System.IO.File.WriteAllText(ConfigPath, Yaml());
    }

    public string ConfigPath => File("tiny.yaml");

    public string OutputFolder => File("run");

    public string File(string name) => Path.Combine(_folder.FullName, name);

    public TrainingConfig Config(params string[] overrides) => ConfigReader.Read<TrainingConfig>(ConfigPath, overrides);

    public void Dispose() => _folder.Delete(recursive: true);

    private static string Line(int number) => JsonSerializer.Serialize(new
    {
        query = TinyText.Question(number),
        positive = number % 4 == 0 ? $"{TinyText.Title(number)}\n{TinyText.Sentence(number)}" : TinyText.Sentence(number),
        negatives = new[] { TinyText.Sentence(number + 3), TinyText.Sentence(number + 6) },
        pair_type = number % 3 == 0 ? "hard_neg" : "original",
        teacher_scores = new[] { 0.9, 0.1 + (number % 5 * 0.1), 0.2 },
    });

    private string Yaml() => string.Create(CultureInfo.InvariantCulture, $$"""
        output_dir: {{OutputFolder}}
        seed: 1
        model:
          encoder: { hidden_size: 16, layers: 1, heads: 2, intermediate_size: 32, max_positions: 40, dropout: 0.1 }
          tokenizer: {{File("tokenizer")}}
          context_gate: { hidden: 8, heads: 2, dropout: 0.1, initial_bias: 3 }
          lexical_prior: { k1: 1.2, b: 0.75 }
        encode:
          query_encoder: model
          max_length: 24
        data:
          train: {{File("train.jsonl")}}
          idf: {{File("idf")}}
          stopwords: v25
          batch_size: 8
          negatives_per_query: 1
          samples_per_epoch: 32
          skip_bad_lines: true
        loss:
          similarity: cosine
          temperature: 0.1
          lambda_infonce: 1
          lambda_self: 0.5
          lambda_positive: 0.5
          positive_ceiling: 1
          lambda_margin: 0.5
          margin: 0.3
          lambda_flops: 0.01
          flops_warmup_ratio: 0.5
          lambda_min_act: 0.1
          min_act_threshold: 5
          min_act_top_k: 10
          idf: { alpha: 2.5, beta: 0.3, stopword_penalty: 5, special_token_penalty: 10 }
          language: { lambda_language: 0.1, non_korean_penalty: 2, warmup_ratio: 0.5 }
        knowledge_distillation:
          teacher_model: {{File("teacher")}}
          lambda_kd: 1
          kd_temperature: 3
          use_context_aware_kd: true
          context_kd_weight: 1
          context_kd_temperature: 0.1
          teacher_max_length: 24
        hard_negative_mining:
          mine_every_n_epochs: 1
          num_hard_negatives: 2
          false_negative_margin: 0.95
        curriculum:
          - { from_epoch: 1, to_epoch: 1, temperature: 0.2, lambda_infonce: 2, lambda_kd: 2, data_weights: { original: 0.5, hard_neg: 0.5 } }
          - { from_epoch: 2, to_epoch: 2, learning_rate_scale: 0.5 }
        training:
          epochs: 2
          learning_rate: 0.01
          warmup_ratio: 0.25
          weight_decay: 0.1
          max_grad_norm: 1
          gradient_accumulation_steps: 2
          save_every_epochs: 1
          keep_checkpoints: 5
          log_every_steps: 1
        validation:
          folder: {{File("validation")}}
          max_documents: 12
        """);
}
