namespace KoSparse.Tests.Hub;

/// <summary>What goes wrong with one answer of <see cref="FakeHub"/>.</summary>
/// <param name="Status">Answer with this status instead.</param>
/// <param name="RetryAfter">Seconds to wait, as the header says.</param>
/// <param name="CutAfter">Cut the connection after so many bytes of the body.</param>
/// <param name="Corrupt">Change the first byte of the body.</param>
/// <param name="Echo">Say in the reason what the request carried, and more.</param>
/// <param name="IgnoreRange">Send the whole file whatever part is asked for.</param>
internal sealed record Fault(int Status = 0, string? RetryAfter = null, int CutAfter = -1, bool Corrupt = false, bool IgnoreRange = false, bool Echo = false);
