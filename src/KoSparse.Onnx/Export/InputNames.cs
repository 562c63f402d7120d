namespace KoSparse.Onnx.Export;

/// <summary>How the inputs of an exported graph are named.</summary>
public enum InputNames
{
    /// <summary><c>input_ids</c> and <c>attention_mask</c>.</summary>
    Plain,

    /// <summary><c>input1.input_ids</c> and <c>input1.attention_mask</c>, by which ml-commons of OpenSearch asks.</summary>
    MlCommons,
}
