namespace KoSparse.Encoding.Configuration;

/// <summary>The names and formulas of <see cref="Activation"/>.</summary>
public static class Activations
{
    /// <summary>As files have them, by the order of <see cref="Activation"/>.</summary>
    internal static string[] Names { get; } = ["relu", "log1p_relu"];

    /// <summary>The activation of a name; null when there is none.</summary>
    /// <param name="name">As sentence-transformers has it.</param>
    public static Activation? Find(string name) => Array.IndexOf(Names, name) is >= 0 and var place ? (Activation)place : null;

    extension(Activation activation)
    {
        /// <summary>As files have it.</summary>
        public string Name => Names[(int)activation];

        /// <summary>The weight of a vocabulary entry by its largest logit; 0 where that is not positive.</summary>
        /// <param name="logit">The largest over the tokens.</param>
        public float WeightOf(float logit)
        {
            double weight = logit > 0 ? Math.Log(1 + (double)logit) : 0;
            return (float)(activation == Activation.Log1pRelu ? Math.Log(1 + weight) : weight);
        }

        /// <summary>The formula as people write it.</summary>
        /// <param name="logit">What stands for the logit.</param>
        public string FormulaOf(string logit) => activation == Activation.Log1pRelu ? $"log(1 + log(1 + relu({logit})))" : $"log(1 + relu({logit}))";
    }
}
