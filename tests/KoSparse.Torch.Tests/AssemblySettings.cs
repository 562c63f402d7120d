using System.Runtime.CompilerServices;

// Torch has one random state and one pool of threads per process: tests that seed it must not run beside others.
[assembly: CollectionBehavior(DisableTestParallelization = true)]

namespace KoSparse.Torch.Tests;

/// <summary>Settings of the whole test process.</summary>
internal static class AssemblySettings
{
    /// <summary>One thread: tensors here are so small that handing them to a second one costs more than it saves.</summary>
    [ModuleInitializer]
    internal static void UseOneThread() => TorchSharp.torch.set_num_threads(1);
}
