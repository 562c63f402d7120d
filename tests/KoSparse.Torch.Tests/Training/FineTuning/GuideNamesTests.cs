using KoSparse.Configuration;
using KoSparse.Training.FineTuning;

namespace KoSparse.Torch.Tests.Training.FineTuning;

/// <summary>The guide's own names of settings are read as ours.</summary>
public sealed class GuideNamesTests : IDisposable
{
    private readonly TinyRun _tiny = new();
    private readonly List<string> _told = [];

    public void Dispose() => _tiny.Dispose();

    [Fact]
    public void Read_GuidesNames_AreOurSettings_Issue19()
    {
        TrainingConfig config = Read(
            "loss.language=null", "model.context_gate=null", "loss.lambda_language=0.7", "loss.non_korean_penalty=120",
            "loss.enable_language_filtering=true", "model.model_class=SPLADEDocContextGated", "model.use_context_gate=true", "model.context_gate_hidden=512");

        Assert.Equal((0.7, 120.0), (config.Loss.Language!.LambdaLanguage, config.Loss.Language.NonKoreanPenalty));
        Assert.Equal(512, config.Model.ContextGate!.Hidden);
        Assert.Equal(6, _told.Count);
        Assert.Contains(_told, sentence => sentence.EndsWith("loss.lambda_language is read as loss.language.lambda_language.", StringComparison.Ordinal));
    }

    [Fact]
    public void Read_GuidesSwitchesOff_LeaveTheSectionsOut_Issue19()
    {
        TrainingConfig config = Read("loss.enable_language_filtering=false", "model.use_context_gate=false");

        Assert.Null(config.Loss.Language);
        Assert.Null(config.Model.ContextGate);
    }

    [Fact]
    public void Read_BothNames_IsRefused_Issue19()
    {
        ConfigException fault = Assert.Throws<ConfigException>(() => Read("loss.language.lambda_language=0.5", "loss.lambda_language=0.7"));

        Assert.Contains("loss.lambda_language and loss.language.lambda_language are the same setting", fault.Message, StringComparison.Ordinal);
    }

    private TrainingConfig Read(params string[] settings) => ConfigReader.Read<TrainingConfig>(_tiny.ConfigPath, settings, _told.Add);
}
