using static TorchSharp.torch;

namespace KoSparse.Training.Expanding;

// Shapes: Q questions, L places of a list, T texts, K columns of the step.

/// <summary>How far the ranking with the head is from the teacher's, and how loud the head is.</summary>
/// <param name="config">Temperatures and weights.</param>
/// <param name="columns">Columns that the head has.</param>
internal sealed class ExpansionLoss(ExpansionConfig config, int columns)
{
    /// <summary>Stands for the score of no text.</summary>
    private const float Never = -1e4f;

    /// <summary>The loss, and its parts by name.</summary>
    /// <param name="batch">The lists.</param>
    /// <param name="weightsTK">What the head gives the texts in the step's columns, not negative.</param>
    public (Tensor Loss, IReadOnlyList<(string Name, double Value)> Parts) Of(ListBatch batch, Tensor weightsTK)
    {
        ArgumentNullException.ThrowIfNull(batch);
        ArgumentNullException.ThrowIfNull(weightsTK);
        Tensor listwise = Divergence(
            (batch.TeacherQL / config.TeacherTemperature).masked_fill(batch.IsTextQL.logical_not(), Never),
            (batch.Scores(weightsTK) / config.Temperature).masked_fill(batch.IsTextQL.logical_not(), Never));
        long asked = batch.AskedColumns, drawn = weightsTK.shape[1] - asked;
        Tensor flops = drawn == 0 ? zeros(1) : weightsTK.narrow(1, asked, drawn).mean([0L]).square().sum() * ((double)columns / drawn);
        Tensor square = asked == 0 ? zeros(1) : weightsTK.narrow(1, 0, asked).square().mean();
        return (
            listwise + (config.LambdaFlops * flops) + (config.LambdaSquare * square),
            [("loss/lists", listwise.item<float>()), ("loss/flops", flops.item<float>()), ("loss/square", square.item<float>())]);
    }

    /// <summary>Mean Kullback–Leibler divergence of the student's softmax from the teacher's.</summary>
    private static Tensor Divergence(Tensor teacherQL, Tensor studentQL)
    {
        Tensor logTeacherQL = teacherQL.log_softmax(1);
        return (logTeacherQL.exp() * (logTeacherQL - studentQL.log_softmax(1))).sum(1).mean();
    }
}
