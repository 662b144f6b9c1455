using PixelDiT.Torch.Native;

namespace TorchSharp;

public static partial class torch
{
    /// <summary>Linear algebra.</summary>
    public static class linalg
    {
        /// <summary>Vector norm over these dimensions (default: all).</summary>
        public static Tensor vector_norm(Tensor input, double ord = 2, long[]? dims = null, bool keepdim = false) =>
            Tensor.Take(NativeNN.vector_norm(input.Handle, ord, dims, dims?.Length ?? 0, keepdim, out var r), r, input);

        /// <summary>2-norm over these dimensions (default: all).</summary>
        public static Tensor norm(Tensor input, long[]? dims = null, bool keepdim = false) => vector_norm(input, 2, dims, keepdim);

        /// <summary>Inverse of a square matrix.</summary>
        public static Tensor inv(Tensor input) => Tensor.Take(NativeNN.matrix_inverse(input.Handle, out var r), r, input);

        /// <summary>X with A × X = B.</summary>
        public static Tensor solve(Tensor A, Tensor B, bool left = true)
        {
            if (left)
            {
                return Tensor.Take(NativeNN.solve(A.Handle, B.Handle, out var r), r, A, B);
            }

            using var scope = NewDisposeScope();
            return solve(A.mT, B.mT).mT.MoveToOuterDisposeScope();
        }

        /// <summary>Determinant of a square matrix.</summary>
        public static Tensor det(Tensor input) => input.det();

        /// <summary>Matrix exponential.</summary>
        public static Tensor matrix_exp(Tensor input) => input.matrix_exp();
    }

    /// <summary>Special functions.</summary>
    public static class special
    {
        /// <summary>Error function.</summary>
        public static Tensor erf(Tensor input) => input.erf();

        /// <summary>Complementary error function.</summary>
        public static Tensor erfc(Tensor input) => input.erfc();

        /// <summary>Inverse error function.</summary>
        public static Tensor erfinv(Tensor input) => input.erfinv();

        /// <summary>1 / (1 + exp(-x)).</summary>
        public static Tensor expit(Tensor input) => input.sigmoid();

        /// <summary>exp(x) - 1.</summary>
        public static Tensor expm1(Tensor input) => input.expm1();

        /// <summary>2^x.</summary>
        public static Tensor exp2(Tensor input) => input.exp2();

        /// <summary>Logarithm of |Γ(x)|.</summary>
        public static Tensor gammaln(Tensor input) => input.lgamma();

        /// <summary>Logarithmic derivative of Γ.</summary>
        public static Tensor digamma(Tensor input) => input.digamma();

        /// <summary>Modified Bessel function of order 0.</summary>
        public static Tensor i0(Tensor input) => input.i0();

        /// <summary>log(x / (1 - x)).</summary>
        public static Tensor logit(Tensor input) => input.logit();

        /// <summary>sin(πx) / (πx).</summary>
        public static Tensor sinc(Tensor input) => input.sinc();

        /// <summary>Exponentials normalised to sum 1.</summary>
        public static Tensor softmax(Tensor input, long dim, ScalarType? dtype = null) => input.softmax(dim, dtype);

        /// <summary>Logarithm of softmax.</summary>
        public static Tensor log_softmax(Tensor input, long dim, ScalarType? dtype = null) => input.log_softmax(dim, dtype);

        /// <summary>Standard normal cumulative distribution function.</summary>
        public static Tensor ndtr(Tensor input)
        {
            using var scope = NewDisposeScope();
            return input.mul(1 / Math.Sqrt(2)).erf().add(1).mul(0.5).MoveToOuterDisposeScope();
        }

        /// <summary>Inverse of the standard normal cumulative distribution function.</summary>
        public static Tensor ndtri(Tensor input)
        {
            using var scope = NewDisposeScope();
            return input.mul(2).sub(1).erfinv().mul(Math.Sqrt(2)).MoveToOuterDisposeScope();
        }
    }
}
