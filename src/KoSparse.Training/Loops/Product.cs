namespace KoSparse.Training.Loops;

/// <summary>What a run is for.</summary>
/// <param name="Text">What it is and where.</param>
/// <param name="Write">Writes the model as it is, in the place of the one before.</param>
internal sealed record Product(string Text, Action Write);
