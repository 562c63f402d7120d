namespace KoSparse.Preparation;

/// <summary>Triplets cannot be prepared as asked; the message says what to change.</summary>
public sealed class TripletPreparationException : Exception
{
    /// <summary>Reports a fault.</summary>
    public TripletPreparationException(string message, Exception? innerException = null) : base(message, innerException)
    {
    }
}
