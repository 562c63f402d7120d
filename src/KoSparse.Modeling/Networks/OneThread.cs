using static TorchSharp.torch;

namespace KoSparse.Modeling.Networks;

/// <summary>Keeps the tensor library to one thread until disposed, so that times tell what one question costs.</summary>
public sealed class OneThread : IDisposable
{
    private readonly int _before = get_num_threads();

    /// <summary>Begins.</summary>
    public OneThread() => set_num_threads(1);

    /// <inheritdoc/>
    public void Dispose() => set_num_threads(_before);
}
