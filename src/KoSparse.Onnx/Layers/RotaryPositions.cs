using KoSparse.Encoding.Configuration;
using KoSparse.Onnx.Graphs;

namespace KoSparse.Onnx.Layers;

// Shapes: S tokens, K width of a head.

/// <summary>Rotary positions: coordinate i and i + K/2 of a head turn together by position · theta^(−2i/K) (Su et al., 2021, arXiv:2104.09864).</summary>
/// <param name="graph">The graph.</param>
/// <param name="cos">Cosine of each angle, S × K.</param>
/// <param name="sin">Sine of each angle, S × K.</param>
/// <param name="half">K / 2.</param>
internal sealed class RotaryPositions(GraphBuilder graph, string cos, string sin, int half)
{
    /// <summary>Adds the angles of all positions that are read.</summary>
    /// <param name="build">Adds to the graph.</param>
    /// <param name="config">The encoder.</param>
    /// <param name="theta">Base of the wavelengths.</param>
    /// <param name="length">S, a vector of one.</param>
    public static RotaryPositions Of(LayerBuilder build, EncoderConfig config, double theta, string length)
    {
        int width = config.HiddenSize / config.Heads;
        float[] waves = [.. Enumerable.Range(0, width / 2).Select(i => MathF.Pow((float)theta, 2f * i / -width))];
        string Table(Func<float, float> function)
        {
            float[] values = new float[config.MaxLength * width];
            for (int i = 0; i < values.Length; i++)
            {
                values[i] = function(i / width * waves[i % width % waves.Length]);
            }

            string table = build.Graph.Constant(values, config.MaxLength, width);
            return build.Graph.Node("Slice", table, build.Graph.Constant(0), length, build.Graph.Constant(0));
        }

        return new RotaryPositions(build.Graph, Table(MathF.Cos), Table(MathF.Sin), width / 2);
    }

    /// <summary>Turns the vectors at each position; shape … × S × K.</summary>
    public string Turn(string x)
    {
        string left = graph.Node("Slice", x, graph.Constant(0), graph.Constant(half), graph.Constant(-1));
        string right = graph.Node("Slice", x, graph.Constant(half), graph.Constant(2 * half), graph.Constant(-1));
        string quarter = graph.Node("Concat", [Attributes.Of("axis", -1)], graph.Node("Neg", right), left);
        return graph.Node("Add", graph.Node("Mul", x, cos), graph.Node("Mul", quarter, sin));
    }
}
