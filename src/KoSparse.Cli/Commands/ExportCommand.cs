using System.CommandLine;

namespace KoSparse.Cli.Commands;

/// <summary><c>kosparse export …</c>: a model for programs that read other files than ours.</summary>
internal static class ExportCommand
{
    public static Command Build() => new("export", "Export a model for other programs: one .onnx file with all that makes a vector.")
    {
        ExportOnnxCommand.Build(),
    };
}
