namespace TorchSharp;

public static partial class torch
{
    // Numbers where a tensor is expected, as in x[0] = 1f.
    public partial class Tensor
    {
        /// <summary>One number as a tensor without dimensions.</summary>
        public static implicit operator Tensor(byte value) => tensor(value);

        /// <summary>One number as a tensor without dimensions.</summary>
        public static implicit operator Tensor(sbyte value) => tensor(value);

        /// <summary>One number as a tensor without dimensions.</summary>
        public static implicit operator Tensor(short value) => tensor(value);

        /// <summary>One number as a tensor without dimensions.</summary>
        public static implicit operator Tensor(int value) => tensor(value);

        /// <summary>One number as a tensor without dimensions.</summary>
        public static implicit operator Tensor(long value) => tensor(value);

        /// <summary>One number as a tensor without dimensions.</summary>
        public static implicit operator Tensor(float value) => tensor(value);

        /// <summary>One number as a tensor without dimensions.</summary>
        public static implicit operator Tensor(double value) => tensor(value);

        /// <summary>One number as a tensor without dimensions.</summary>
        public static implicit operator Tensor(bool value) => tensor(value);

        /// <summary>The numbers, copied, in one dimension.</summary>
        public static implicit operator Tensor(byte[] value) => tensor(value);

        /// <summary>The numbers, copied, in one dimension.</summary>
        public static implicit operator Tensor(sbyte[] value) => tensor(value);

        /// <summary>The numbers, copied, in one dimension.</summary>
        public static implicit operator Tensor(short[] value) => tensor(value);

        /// <summary>The numbers, copied, in one dimension.</summary>
        public static implicit operator Tensor(int[] value) => tensor(value);

        /// <summary>The numbers, copied, in one dimension.</summary>
        public static implicit operator Tensor(long[] value) => tensor(value);

        /// <summary>The numbers, copied, in one dimension.</summary>
        public static implicit operator Tensor(float[] value) => tensor(value);

        /// <summary>The numbers, copied, in one dimension.</summary>
        public static implicit operator Tensor(double[] value) => tensor(value);

        /// <summary>The numbers, copied, in one dimension.</summary>
        public static implicit operator Tensor(bool[] value) => tensor(value);

        /// <summary>One number as a tensor without dimensions; real numbers as the default type.</summary>
        public static implicit operator Tensor(Scalar scalar) => MakeFull([], scalar, null, CPU, false, null);
    }
}
