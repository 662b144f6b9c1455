using PixelDiT.Torch.Native;

namespace TorchSharp;

public static partial class torch
{
    // What a tensor is: type, shape, device, memory layout.
    public partial class Tensor
    {
        /// <summary>Element type.</summary>
        public ScalarType dtype => (ScalarType)Describe().Dtype;

        /// <summary>Where the tensor lives.</summary>
        public Device device
        {
            get
            {
                var d = Describe();
                return d.DeviceKind == (int)DeviceType.CPU ? CPU : new Device((DeviceType)d.DeviceKind, d.DeviceIndex);
            }
        }

        /// <summary>Kind of device.</summary>
        public DeviceType device_type => (DeviceType)Describe().DeviceKind;

        /// <summary>Index among the devices of its kind; -1 on the CPU.</summary>
        public int device_index => Describe().DeviceIndex;

        /// <summary>Sizes of all dimensions.</summary>
        public long[] shape => size();

        /// <summary>Number of dimensions.</summary>
        public long ndim => Describe().Dimensions;

        /// <summary>Number of dimensions.</summary>
        public long Dimensions => ndim;

        /// <summary>Number of elements.</summary>
        public long NumberOfElements => Describe().Elements;

        /// <summary>Bytes of one element.</summary>
        public long ElementSize => Describe().ElementSize;

        /// <summary>Whether the tensor lives on a CUDA device.</summary>
        public bool is_cuda => device_type == DeviceType.CUDA;

        /// <summary>Whether the tensor has a shape but no memory.</summary>
        public bool is_meta => device_type == DeviceType.META;

        /// <summary>Whether the tensor is sparse.</summary>
        public bool is_sparse => Describe().IsSparse;

        /// <summary>Whether the tensor was made by the user, not by a recorded operation.</summary>
        public bool is_leaf => Describe().IsLeaf;

        /// <summary>Transposed; every dimension reversed.</summary>
        public Tensor T => permute(Enumerable.Range(0, (int)ndim).Reverse().Select(i => (long)i).ToArray());

        /// <summary>The last two dimensions exchanged (a view).</summary>
        public Tensor mT => transpose(-2, -1);

        /// <summary>The last two dimensions exchanged and conjugated.</summary>
        public Tensor mH => adjoint();

        /// <summary>Real parts (a view).</summary>
        public Tensor real => Take(NativeTensor.real(Handle, out var r), r, this);

        /// <summary>Imaginary parts (a view).</summary>
        public Tensor imag => Take(NativeTensor.imag(Handle, out var r), r, this);

        /// <summary>Number of dimensions.</summary>
        public long dim() => ndim;

        /// <summary>Number of elements.</summary>
        public long numel() => NumberOfElements;

        /// <summary>Bytes of one element.</summary>
        public long element_size() => ElementSize;

        /// <summary>Sizes of all dimensions.</summary>
        public long[] size()
        {
            var sizes = new long[Describe().Dimensions];
            Check(NativeTensor.sizes(Handle, sizes), "size", this, null, null);
            return sizes;
        }

        /// <summary>Size of one dimension; negative counts from the end.</summary>
        public long size(int dim) => Value(NativeTensor.size(Handle, dim, out var r), r, this);

        /// <summary>Elements between neighbours along each dimension.</summary>
        public long[] stride()
        {
            var strides = new long[Describe().Dimensions];
            Check(NativeTensor.strides(Handle, strides), "stride", this, null, null);
            return strides;
        }

        /// <summary>Elements between neighbours along one dimension.</summary>
        public long stride(int dim) => Value(NativeTensor.stride(Handle, dim, out var r), r, this);

        /// <summary>Elements between the start of the memory and the first element.</summary>
        public long storage_offset() => Describe().StorageOffset;

        /// <summary>Whether the elements lie in memory in order and without gaps.</summary>
        public bool is_contiguous() => Describe().IsContiguous;

        /// <summary>Whether the tensor lives in host memory.</summary>
        public bool is_cpu() => device_type == DeviceType.CPU;

        /// <summary>Whether the host memory is page-locked.</summary>
        public bool is_pinned() => Value(NativeTensor.is_pinned(Handle, out var r), r, this) != 0;

        /// <summary>A copy in page-locked host memory (needs CUDA).</summary>
        public Tensor pin_memory() => Take(NativeTensor.pin_memory(Handle, out var r), r, this);

        /// <summary>Whether the elements are integers.</summary>
        public bool is_integral() => torch.is_integral(dtype);

        /// <summary>Whether the elements are real floating point numbers.</summary>
        public bool is_floating_point() => torch.is_floating_point(dtype);

        /// <summary>Whether the elements are complex.</summary>
        public bool is_complex() => torch.is_complex(dtype);

        /// <summary>Whether the elements are quantised.</summary>
        public bool is_quantized() => torch.is_quantized(dtype);

        /// <summary>Whether the elements are to be read conjugated.</summary>
        public bool is_conj() => Describe().IsConjugated;

        /// <summary>Whether the elements are to be read negated.</summary>
        public bool is_neg() => Describe().IsNegated;

        /// <summary>Whether the one element is not zero.</summary>
        /// <exception cref="InvalidOperationException">There is not exactly one element.</exception>
        public bool is_nonzero() =>
            numel() == 1 ? ToScalar().ToBoolean() : throw new InvalidOperationException("is_nonzero() called on non-singleton tensor");

        /// <summary>Shape, type and device on one line.</summary>
        public override string ToString() =>
            IsInvalid ? "[disposed]" : $"[{string.Join('x', shape)}], type = {dtype}, device = {device}";

        private NativeDescription Describe()
        {
            var status = NativeTensor.describe(Handle, out var description);
            if (status != 0)
            {
                throw PixelDiT.Torch.TorchException.FromNative(status, "describe", []);
            }

            GC.KeepAlive(this);
            return description;
        }
    }
}
