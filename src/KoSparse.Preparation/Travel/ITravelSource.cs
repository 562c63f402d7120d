namespace KoSparse.Preparation.Travel;

/// <summary>Something that travel texts come from.</summary>
public interface ITravelSource
{
    /// <summary>Its name in statistics.</summary>
    string Name { get; }

    /// <summary>Streams its pages.</summary>
    IEnumerable<TravelPage> Read();
}
