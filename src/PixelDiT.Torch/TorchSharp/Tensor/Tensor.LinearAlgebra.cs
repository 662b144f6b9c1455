using PixelDiT.Torch.Native;

namespace TorchSharp;

public static partial class torch
{
    // Matrix products. In-place methods end in an underscore and return the tensor itself.
    public partial class Tensor
    {
        /// <summary>Matrix product with broadcasting of the leading dimensions.</summary>
        public Tensor matmul(Tensor target) => Take(NativeLinearAlgebra.matmul(Handle, target.Handle, out var r), r, this, target);

        /// <summary>Matrix product of two matrices.</summary>
        public Tensor mm(Tensor target) => Take(NativeLinearAlgebra.mm(Handle, target.Handle, out var r), r, this, target);

        /// <summary>Batched matrix product, [B, N, M] × [B, M, P].</summary>
        public Tensor bmm(Tensor batch2) => Take(NativeLinearAlgebra.bmm(Handle, batch2.Handle, out var r), r, this, batch2);

        /// <summary>Matrix times vector.</summary>
        public Tensor mv(Tensor target) => Take(NativeLinearAlgebra.mv(Handle, target.Handle, out var r), r, this, target);

        /// <summary>Product of two vectors.</summary>
        public Tensor dot(Tensor target) => Take(NativeLinearAlgebra.dot(Handle, target.Handle, out var r), r, this, target);

        /// <summary>Product of two vectors, this one conjugated.</summary>
        public Tensor vdot(Tensor target) => Take(NativeLinearAlgebra.vdot(Handle, target.Handle, out var r), r, this, target);

        /// <summary>Inner product along the last dimension.</summary>
        public Tensor inner(Tensor vec2) => Take(NativeLinearAlgebra.inner(Handle, vec2.Handle, out var r), r, this, vec2);

        /// <summary>Outer product of two vectors.</summary>
        public Tensor outer(Tensor vec2) => Take(NativeLinearAlgebra.outer(Handle, vec2.Handle, out var r), r, this, vec2);

        /// <summary>Outer product of two vectors.</summary>
        public Tensor ger(Tensor vec2) => outer(vec2);

        /// <summary>Kronecker product.</summary>
        public Tensor kron(Tensor other) => Take(NativeLinearAlgebra.kron(Handle, other.Handle, out var r), r, this, other);

        /// <summary>beta · this + alpha · mat1 × mat2.</summary>
        public Tensor addmm(Tensor mat1, Tensor mat2, float beta = 1, float alpha = 1) =>
            Take(NativeLinearAlgebra.addmm(Handle, mat1.Handle, mat2.Handle, beta, alpha, out var r), r, this, mat1, mat2);

        /// <summary>beta · this + alpha · batch1 × batch2, batched.</summary>
        public Tensor baddbmm(Tensor batch1, Tensor batch2, float beta = 1, float alpha = 1) =>
            Take(NativeLinearAlgebra.baddbmm(Handle, batch1.Handle, batch2.Handle, beta, alpha, out var r), r, this, batch1, batch2);

        /// <summary>beta · this + alpha · the sum of the batched products.</summary>
        public Tensor addbmm(Tensor batch1, Tensor batch2, float beta = 1, float alpha = 1) =>
            Take(NativeLinearAlgebra.addbmm(Handle, batch1.Handle, batch2.Handle, beta, alpha, out var r), r, this, batch1, batch2);

        /// <summary>beta · this + alpha · mat × vec.</summary>
        public Tensor addmv(Tensor mat, Tensor vec, float beta = 1, float alpha = 1) =>
            Take(NativeLinearAlgebra.addmv(Handle, mat.Handle, vec.Handle, beta, alpha, out var r), r, this, mat, vec);

        /// <summary>beta · this + alpha · vec1 ⊗ vec2.</summary>
        public Tensor addr(Tensor vec1, Tensor vec2, float beta = 1, float alpha = 1) =>
            Take(NativeLinearAlgebra.addr(Handle, vec1.Handle, vec2.Handle, beta, alpha, out var r), r, this, vec1, vec2);

        /// <summary>Matrix exponential.</summary>
        public Tensor matrix_exp() => Take(NativeLinearAlgebra.matrix_exp(Handle, out var r), r, this);

        /// <summary>n-th power of a square matrix.</summary>
        public Tensor matrix_power(int n) => Take(NativeLinearAlgebra.matrix_power(Handle, n, out var r), r, this);

        /// <summary>Inverse of a square matrix.</summary>
        public Tensor inverse() => Take(NativeLinearAlgebra.inverse(Handle, out var r), r, this);

        /// <summary>Determinant of a square matrix.</summary>
        public Tensor det() => Take(NativeLinearAlgebra.det(Handle, out var r), r, this);

        /// <summary>Product summed over these dimensions.</summary>
        public Tensor tensordot(Tensor b, long[] dims1, long[] dims2) =>
            Take(NativeLinearAlgebra.tensordot(Handle, b.Handle, dims1, dims1.Length, dims2, dims2.Length, out var r), r, this, b);

        /// <summary>Cholesky factor of a positive definite matrix.</summary>
        public Tensor cholesky(bool upper = false) => Take(NativeLinearAlgebra.cholesky(Handle, upper, out var r), r, this);
    }
}
