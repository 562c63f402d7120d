namespace KoSparse.Onnx.Weights;

/// <summary>By how much a product in whole numbers may miss the true one: <c>step · ofStep[o] + length · ofLength[o]</c>.</summary>
/// <param name="OfStepO">For each unit of the step that inputs are rounded to.</param>
/// <param name="OfLengthO">For each unit of the Euclidean length of an input.</param>
internal sealed record ProductDoubt(float[] OfStepO, float[] OfLengthO);
