namespace KoSparse.Onnx.Layers;

/// <summary>An input of a product in whole numbers: <c>x ≈ (values − zero) · step</c>.</summary>
/// <param name="Values">From 0 to 255, shape of the input.</param>
/// <param name="Step">One for the whole input, positive.</param>
/// <param name="Zero">What stands for zero.</param>
internal sealed record RoundedInput(string Values, string Step, string Zero);
