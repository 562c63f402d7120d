namespace KoSparse.Evaluation.Benchmarks;

/// <summary>A benchmark's folder or one of its files is not what it should be; the message gives file, line and reason.</summary>
public sealed class BenchmarkFormatException : Exception
{
    /// <summary>Reports a fault.</summary>
    public BenchmarkFormatException(string message, Exception? innerException = null) : base(message, innerException)
    {
    }
}
