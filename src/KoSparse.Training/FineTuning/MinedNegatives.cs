using System.Diagnostics;
using System.Globalization;
using KoSparse.Data;
using KoSparse.Files;
using KoSparse.Training.Mining;
using KoSparse.Vectors;

namespace KoSparse.Training.FineTuning;

/// <summary>The hard negatives of a run: <c>mined/epoch_N.jsonl</c>, found before epoch N and used until the next mining.</summary>
/// <remarks>
/// A file appears when it is whole. A resumed run reuses what is there, and mines what is not with the weights that it had then,
/// so that it ends as one that was not interrupted.
/// </remarks>
internal sealed class MinedNegatives(TrainingRun run, ISparseEncoder encoder)
{
    private readonly string _folder = Path.Combine(run.Config.OutputDir, "mined");
    private readonly MiningOptions? _options = run.Config.HardNegativeMining;
    private int _inUse;

    /// <summary>Removes what another run left in the folder.</summary>
    public void Clear()
    {
        if (Directory.Exists(_folder))
        {
            Directory.Delete(_folder, recursive: true);
        }
    }

    /// <summary>Puts the negatives of a step's epoch in use; mines them where the epoch begins with mining.</summary>
    /// <param name="step">The step, from 0.</param>
    /// <param name="log">Told how mining goes.</param>
    /// <param name="stop">Asks to stop.</param>
    /// <exception cref="OperationCanceledException">Mining was asked to stop; nothing half-done remains.</exception>
    /// <exception cref="TrainingException">The run stands within an epoch whose negatives are gone.</exception>
    public void Prepare(int step, Action<string> log, CancellationToken stop)
    {
        if (_options is null)
        {
            return;
        }

        int epoch = run.Schedule.EpochOf(step);
        int mined = epoch - ((epoch - 1) % _options.MineEveryNEpochs);
        if ((mined == 1 && !_options.FromStart) || mined == _inUse)
        {
            return;
        }

        string path = Path.Combine(_folder, string.Create(CultureInfo.InvariantCulture, $"epoch_{mined}.jsonl"));
        if (!File.Exists(path))
        {
            if (step != (mined - 1) * run.Schedule.StepsPerEpoch)
            {
                throw new TrainingException(
                    $"{path}: missing; the run stands in epoch {epoch} and needs the negatives that were mined before epoch {mined}. " +
                    "Put the file back, or start the run anew in another folder (--set output_dir=...).");
            }

            Mine(mined, path, log, stop);
        }

        IEnumerable<Triplet> found = new FileInfo(path).Length > 0 ? TripletReader.Read(path) : []; // no question has any: all were too near
        run.Triplets.UseNegatives(found.ToDictionary(t => t.Query, t => t.Negatives, StringComparer.Ordinal));
        _inUse = mined;
    }

    private void Mine(int epoch, string path, Action<string> log, CancellationToken stop)
    {
        long started = Stopwatch.GetTimestamp();
        Directory.CreateDirectory(_folder);
        Random random = NumberedRandom.Of(run.Config.Seed, -epoch); // the epoch's own number shuffles its triplets: the same of them would come first
        var corpus = new MiningCorpus(run.Triplets, _options!, random);
        log($"Mining before epoch {epoch}: {corpus.Queries.Count:N0} questions, {corpus.Texts.Count:N0} texts.");
        var miner = new NegativeMiner(corpus, _options!, encoder, run.Teacher, new Quarters(log, stop));
        (int questions, int negatives) = (0, 0);
        WholeFile.Write(path, beside =>
        {
            using TripletWriter writer = new(beside);
            foreach (Triplet triplet in miner.Mine())
            {
                writer.Write(triplet);
                questions++;
                negatives += triplet.Negatives.Count;
            }
        });
        log(string.Create(
            CultureInfo.InvariantCulture,
            $"Mined {negatives:N0} negatives for {questions:N0} questions in {Stopwatch.GetElapsedTime(started).TotalSeconds:F0} s; " +
            $"{miner.LeftOut:N0} likely answers left out: {path}"));
    }

    /// <summary>Logs every quarter of the way, and stops there when asked to.</summary>
    private sealed class Quarters(Action<string> log, CancellationToken stop) : IProgress<double>
    {
        private int _said;

        public void Report(double value)
        {
            stop.ThrowIfCancellationRequested();
            if ((int)(value * 4) > _said && value < 1)
            {
                _said = (int)(value * 4);
                log(string.Create(CultureInfo.InvariantCulture, $"Mining: {_said * 25} %"));
            }
        }
    }
}
