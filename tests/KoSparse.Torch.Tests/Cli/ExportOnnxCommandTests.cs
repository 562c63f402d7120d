using System.Diagnostics;

namespace KoSparse.Torch.Tests.Cli;

public sealed class ExportOnnxCommandTests : IDisposable
{
    private readonly TinyModelFolder _tiny = new();

    public void Dispose() => _tiny.Dispose();

    [Theory]
    [InlineData("pooled", "fp32", "weights over the vocabulary")]
    [InlineData("terms", "int8", "terms, heaviest first")]
    [InlineData("logits", "fp16", "logits of each token")]
    public async Task Export_EachKind_TellsWhatTheFileGives_Issue20(string outputs, string precision, string gives)
    {
        CommandLine line = await CommandLine.RunAsync("export", "onnx", _tiny.Run, _tiny.File("new/m.onnx"), "--outputs", outputs, "--precision", precision);

        Assert.Equal((0, ""), (line.Code, line.Error));
        Assert.Contains($"{precision}, {gives}. It has run once.", line.Output, StringComparison.Ordinal);
        Assert.Equal(outputs == "logits", line.Output.Contains("Not in the file: the lexical prior", StringComparison.Ordinal));
        Assert.Equal(["m.onnx"], Directory.GetFiles(_tiny.File("new")).Select(Path.GetFileName));
    }

    [Fact]
    public async Task Export_MlCommons_NeedsNoOtherOption_Issue20()
    {
        CommandLine line = await CommandLine.RunAsync("export", "onnx", _tiny.Run, _tiny.File("m.onnx"), "--inputs", "ml-commons");

        Assert.Equal((0, ""), (line.Code, line.Error));
    }

    [Theory]
    [InlineData("--inputs ml-commons", "--inputs", "ml-commons", "--outputs", "terms")]
    [InlineData("int4", "--precision", "int4")]
    [InlineData("encode.expansion_shar", "--set", "encode.expansion_shar=1")]
    public async Task Export_BadCall_SaysWhy_Issue20(string named, params string[] options)
    {
        CommandLine line = await CommandLine.RunAsync(["export", "onnx", _tiny.Run, _tiny.File("m.onnx"), .. options]);

        Assert.Equal(2, line.Code);
        Assert.Contains(named, line.Error, StringComparison.Ordinal);
        Assert.False(File.Exists(_tiny.File("m.onnx")));
    }

    [Fact]
    public async Task Export_LogitsWithoutTheHead_SaysWhatToDo_Issue20()
    {
        CommandLine line = await CommandLine.RunAsync(
            "export", "onnx", _tiny.Run, _tiny.File("m.onnx"), "--outputs", "logits", "--set", "encode.expansion_share=0");

        Assert.Equal(1, line.Code);
        Assert.Contains("its head is not served", line.Error, StringComparison.Ordinal);
    }

    /// <summary>A limit on the size of files stands for the full disk: the file has some 60 KiB.</summary>
    [Fact]
    public void Export_DiskFull_LeavesWhatWasThere_Issue20()
    {
        File.WriteAllText(_tiny.File("m.onnx"), "before");
        string[] arguments = ["dotnet", Path.Combine(AppContext.BaseDirectory, "KoSparse.Cli.dll"), "export", "onnx", _tiny.Run, _tiny.File("m.onnx")];
        ProcessStartInfo start = new("bash", ["-c", "trap '' XFSZ; ulimit -f 16; exec \"$@\"", "bash", .. arguments]) { RedirectStandardError = true };
        start.Environment["DOTNET_EnableWriteXorExecute"] = "0"; // Its memory is a file to the limit on files.

        using Process process = Process.Start(start)!;
        string error = process.StandardError.ReadToEnd();
        process.WaitForExit();

        Assert.Equal(1, process.ExitCode);
        Assert.Contains("m.onnx: could not be written", error, StringComparison.Ordinal);
        Assert.Equal("before", File.ReadAllText(_tiny.File("m.onnx")));
        Assert.DoesNotContain(Directory.GetFiles(_tiny.File(".")), file => file.Contains(".writing", StringComparison.Ordinal));
    }
}
