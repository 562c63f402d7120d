using KoSparse.Encoding.Configuration;
using KoSparse.Encoding.Folders;
using KoSparse.Training.Runs;
using static TorchSharp.torch;

namespace KoSparse.Training.Teachers;

/// <summary>Opens teachers by what their folder holds.</summary>
public static class Teacher
{
    /// <summary>A <see cref="SparseTeacher"/> of a trained sparse model's folder, a <see cref="DenseTeacher"/> of any other encoder.</summary>
    /// <param name="name">Folder or Hugging Face name; of a run's folder its <c>best_model</c>.</param>
    /// <param name="maxLength">Longest text in the teacher's tokens.</param>
    /// <param name="device">Where it runs; the processor when null.</param>
    /// <exception cref="CheckpointException">The model is not on this machine, or its weights do not fit.</exception>
    public static ITeacher Open(string name, int maxLength, Device? device = null)
    {
        string folder = Find(name);
        device ??= CPU;
        return ModelFolder.IsSparseModel(folder)
            ? new SparseTeacher(folder, maxLength, device)
            : new DenseTeacher(folder, maxLength, device);
    }

    /// <summary>The folder of a teacher.</summary>
    public static string Find(string name)
    {
        string best = new RunFolder(name).BestModel;
        return ModelLocator.Find(Directory.Exists(best) ? best : name);
    }
}
