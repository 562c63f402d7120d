namespace KoSparse.Search.Analysis;

/// <summary>Says which terms a text is indexed and searched by; safe to call from several threads.</summary>
public interface ITermAnalyzer
{
    /// <summary>Adds the terms of a text, repeats included.</summary>
    void Analyze(string text, TermList terms);
}
