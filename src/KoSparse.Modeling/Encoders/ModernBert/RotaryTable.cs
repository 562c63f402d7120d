using TorchSharp;
using static TorchSharp.torch;

namespace KoSparse.Modeling.Encoders.ModernBert;

// Shapes: S tokens, K width of a head, P = K / 2 pairs of coordinates.

/// <summary>Rotary positions: coordinate i and i + K/2 of a head turn together by position · theta^(−2i/K) (Su et al., 2021, arXiv:2104.09864).</summary>
/// <param name="CosSK">Cosine of each angle; owned by the scope it was made in.</param>
/// <param name="SinSK">Sine of each angle; the same.</param>
internal sealed record RotaryTable(Tensor CosSK, Tensor SinSK)
{
    /// <summary>The angles of positions 0 to <paramref name="tokens"/> − 1.</summary>
    public static RotaryTable Of(double theta, long tokens, int headWidth, Device device)
    {
        using DisposeScope scope = NewDisposeScope();
        Tensor exponentsP = arange(0, headWidth, 2, float32, device) / -headWidth;
        Tensor wavesP = pow(theta, exponentsP);
        Tensor anglesSP = arange(tokens, float32, device).unsqueeze(1) * wavesP;
        Tensor anglesSK = cat([anglesSP, anglesSP], -1);
        return new RotaryTable(anglesSK.cos().MoveToOuterDisposeScope(), anglesSK.sin().MoveToOuterDisposeScope());
    }

    /// <summary>Turns the vectors at each position; shape … × S × K.</summary>
    public Tensor Turn(Tensor xSK)
    {
        using DisposeScope scope = NewDisposeScope();
        Tensor[] halvesSP = xSK.chunk(2, -1);
        Tensor quarterSK = cat([-halvesSP[1], halvesSP[0]], -1);
        return ((xSK * CosSK.to(xSK.dtype)) + (quarterSK * SinSK.to(xSK.dtype))).MoveToOuterDisposeScope();
    }
}
