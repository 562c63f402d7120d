namespace KoSparse.Encoding.Configuration;

/// <summary>What the head makes of the largest logit of a vocabulary entry; names as sentence-transformers has them.</summary>
public enum Activation
{
    /// <summary><c>log(1 + relu(x))</c> (SPLADE; Formal et al., 2021, arXiv:2109.10086).</summary>
    Relu,

    /// <summary><c>log(1 + log(1 + relu(x)))</c>, which lets heavy terms weigh less: OpenSearch's v3 encoders (Shen et al., 2025, arXiv:2504.14839).</summary>
    Log1pRelu,
}
