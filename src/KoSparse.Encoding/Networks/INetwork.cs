using KoSparse.Encoding.Lexical;
using KoSparse.Encoding.Windows;

namespace KoSparse.Encoding.Networks;

/// <summary>The trained network of a sparse model, whatever library runs it: a padded batch in, rows out. Safe to use from several threads.</summary>
public interface INetwork : IDisposable
{
    /// <summary>How the lexical prior weighs the tokens of a text, as it is now; null where the model has none.</summary>
    TermWeighting? Lexical { get; }

    /// <summary>Runs the network.</summary>
    /// <param name="batch">The windows of some texts.</param>
    /// <param name="expansion">Whether the head's weights are wanted, where the model has a head; they take half of the time.</param>
    NetworkRows Run(WindowBatch batch, bool expansion);
}
