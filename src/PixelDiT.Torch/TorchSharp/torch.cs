namespace TorchSharp;

/// <summary>
/// Tensors: TorchSharp's public names, parameter order and meaning over this project's own native library.
/// Tensors belong to the dispose scope of the thread that made them.
/// </summary>
public static partial class torch
{
    /// <summary>Neural network functions.</summary>
    public static partial class nn
    {
        /// <summary>How a loss is summarised.</summary>
        public enum Reduction
        {
            /// <summary>Not at all.</summary>
            None = 0,

            /// <summary>Mean of the elements.</summary>
            Mean = 1,

            /// <summary>Sum of the elements.</summary>
            Sum = 2,
        }

        /// <summary>Neural network functions without parameters of their own.</summary>
        public static partial class functional
        {
        }
    }
}
