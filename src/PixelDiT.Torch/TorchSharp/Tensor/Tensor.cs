using System.Runtime.CompilerServices;
using PixelDiT.Torch.Native;

namespace TorchSharp;

public static partial class torch
{
    /// <summary>
    /// A handle to a libtorch tensor: numbers of one type in an n-dimensional grid on one device. Freed by <see cref="Dispose()"/>,
    /// by the dispose scope it was created in, or in the end by the garbage collector.
    /// </summary>
    public partial class Tensor : IDisposable
    {
        private static long _totalCount;
        private static long _peakCount;

        internal IntPtr handle;

        internal Tensor(IntPtr handle)
        {
            this.handle = handle;
            var total = Interlocked.Increment(ref _totalCount);
            for (var peak = Volatile.Read(ref _peakCount); total > peak;)
            {
                peak = Interlocked.CompareExchange(ref _peakCount, total, peak);
            }

            OwningDisposeScope = DisposeScopeManager.ThreadSingleton.Register(this);
        }

        /// <summary>Frees what nobody disposed.</summary>
        ~Tensor() => Dispose(false);

        /// <summary>How many tensors are alive in this process: created and neither disposed nor collected.</summary>
        public static long TotalCount => Volatile.Read(ref _totalCount);

        /// <summary>The most tensors that were ever alive at once.</summary>
        public static long PeakCount => Volatile.Read(ref _peakCount);

        /// <summary>A name for debugging; libtorch does not see it.</summary>
        public string? name { get; set; }

        /// <summary>Whether the tensor was disposed.</summary>
        public bool IsInvalid => handle == 0;

        /// <summary>The native tensor.</summary>
        /// <exception cref="InvalidOperationException">The tensor was disposed.</exception>
        public IntPtr Handle => handle != 0 ? handle : throw new InvalidOperationException("Tensor invalid -- empty handle.");

        internal DisposeScope? OwningDisposeScope { get; set; }

        /// <summary>Wraps a native tensor that another component of this process made (an <c>at::Tensor*</c>), taking it over.</summary>
        public static Tensor UnsafeCreateTensor(IntPtr handle) => new(handle);

        /// <summary>Frees the tensor now. Its memory goes when no other tensor shares it.</summary>
        public void Dispose()
        {
            Dispose(true);
            GC.SuppressFinalize(this);
        }

        /// <summary>Hands the tensor to the enclosing scope; without one, to nobody.</summary>
        public Tensor MoveToOuterDisposeScope()
        {
            _ = OwningDisposeScope?.MoveToOuter(this);
            return this;
        }

        /// <summary>Takes the tensor out of every scope: the caller disposes it.</summary>
        public Tensor DetachFromDisposeScope()
        {
            _ = OwningDisposeScope?.Detach(this);
            return this;
        }

        /// <summary>Hands the tensor to the scope that owns another tensor.</summary>
        public Tensor MoveToOtherDisposeScope(Tensor other) => MoveToOtherDisposeScope(other.OwningDisposeScope);

        /// <summary>Hands the tensor to a scope; null: to nobody.</summary>
        public Tensor MoveToOtherDisposeScope(DisposeScope? other)
        {
            if (OwningDisposeScope is null)
            {
                other?.Attach(this);
            }
            else
            {
                _ = OwningDisposeScope.MoveToOther(other, this);
            }

            return this;
        }

        /// <summary>Gives up the native tensor without freeing it.</summary>
        public IntPtr DecoupleFromNativeHandle()
        {
            GC.SuppressFinalize(this);
            var native = Handle;
            _ = OwningDisposeScope?.Detach(this);
            _ = Interlocked.Decrement(ref _totalCount);
            handle = 0;
            return native;
        }

        /// <summary>Frees the native tensor and leaves the scope.</summary>
        protected virtual void Dispose(bool disposing)
        {
            var native = handle;
            if (native == 0)
            {
                return;
            }

            // The finalizer's thread must not touch scopes: they belong to the thread that opened them.
            if (disposing)
            {
                DisposeScopeManager.ThreadSingleton.CountDisposal(this);
                OwningDisposeScope?.MarkAsDisposed(this);
            }

            handle = 0;
            _ = Interlocked.Decrement(ref _totalCount);
            NativeTensor.tensor_free(native);
        }

        /// <summary>Identity, as for any reference.</summary>
        public override int GetHashCode() => RuntimeHelpers.GetHashCode(this);

        /// <summary>Whether both have equal shapes and elements.</summary>
        public override bool Equals(object? obj) => obj is Tensor other && Equals(other);

        /// <summary>Whether both have equal shapes and elements.</summary>
        public bool Equals(Tensor target)
        {
            if (!shape.AsSpan().SequenceEqual(target.shape))
            {
                return false;
            }

            using var same = eq(target);
            using var every = same.all();
            return every.item<bool>();
        }

        internal static nint HandleOf(Tensor? tensor) => tensor?.Handle ?? 0;

        internal static nint HandleOf(Generator? generator) => generator?.Handle ?? 0;

        internal static int TypeOf(ScalarType? type) => type.HasValue ? (int)type.Value : -1;

        // The operands come after the call so that they stay alive during it, and so that a failure can describe them.
        internal static Tensor Take(
            int status,
            nint result,
            Tensor? a = null,
            Tensor? b = null,
            Tensor? c = null,
            [CallerMemberName] string op = "",
            object? keep = null)
        {
            Check(status, op, a, b, c);
            GC.KeepAlive(keep);
            return new Tensor(result);
        }

        internal static (Tensor, Tensor) Take(
            int status, nint first, nint second, Tensor? a, Tensor? b = null, [CallerMemberName] string op = "")
        {
            Check(status, op, a, b, null);
            return (new Tensor(first), new Tensor(second));
        }

        internal static (Tensor, Tensor, Tensor) Take(
            int status, nint first, nint second, nint third, Tensor? a, [CallerMemberName] string op = "")
        {
            Check(status, op, a, null, null);
            return (new Tensor(first), new Tensor(second), new Tensor(third));
        }

        internal static Tensor[] TakeList(int status, nint list, Tensor? a = null, Tensor? b = null, [CallerMemberName] string op = "")
        {
            Check(status, op, a, b, null);
            try
            {
                var result = new Tensor[NativeTensor.list_size(list)];
                for (var i = 0; i < result.Length; i++)
                {
                    result[i] = Take(NativeTensor.list_at(list, i, out var r), r, a, b, null, op);
                }

                return result;
            }
            finally
            {
                NativeTensor.list_free(list);
            }
        }

        private protected static void Check(int status, string op, Tensor? a, Tensor? b, Tensor? c)
        {
            if (status != 0)
            {
                throw PixelDiT.Torch.TorchException.FromNative(status, op, Present(a, b, c));
            }

            GC.KeepAlive(a);
            GC.KeepAlive(b);
            GC.KeepAlive(c);
        }

        private static Tensor?[] Present(Tensor? a, Tensor? b, Tensor? c) => c is not null ? [a, b, c] : b is not null ? [a, b] : a is not null ? [a] : [];

        private Tensor Done(
            int status, Tensor a, Tensor? b = null, Tensor? c = null, [CallerMemberName] string op = "", object? keep = null)
        {
            Check(status, op, a, b, c);
            GC.KeepAlive(keep);
            return this;
        }

        private static long Value(int status, long value, Tensor a, Tensor? b = null, [CallerMemberName] string op = "")
        {
            Check(status, op, a, b, null);
            return value;
        }

        private Tensor rsub(Scalar left)
        {
            using var negated = neg();
            return negated.add(left);
        }

        private Tensor rdiv(Scalar left)
        {
            using var inverted = reciprocal();
            return inverted.mul(left);
        }
    }
}
