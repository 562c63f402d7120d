namespace KoSparse.Fuzz.Running;

/// <summary>An input that was neither read nor refused as it should be.</summary>
/// <param name="Format">Name of the format.</param>
/// <param name="File">Which of its files was damaged.</param>
/// <param name="Content">The damaged file.</param>
/// <param name="Reason">What happened.</param>
internal sealed record FuzzFailure(string Format, string File, byte[] Content, string Reason);
