using PixelDiT.Torch.Native;

namespace TorchSharp;

public static partial class torch
{
    /// <summary>No gradients are recorded on this thread until the result is disposed.</summary>
    public static IDisposable no_grad() => new GradientMode(false);

    /// <summary>Gradients are recorded on this thread until the result is disposed.</summary>
    public static IDisposable enable_grad(bool enabled = true) => new GradientMode(enabled);

    /// <summary>Switches the recording of gradients on this thread until the result is disposed.</summary>
    public static IDisposable set_grad_enabled(bool mode = true) => new GradientMode(mode);

    /// <summary>Whether gradients are recorded on this thread.</summary>
    public static bool is_grad_enabled() => LibTorch.Value(NativeDevice.grad_enabled(out var r), r) != 0;

    /// <summary>
    /// Neither gradients nor versions are recorded on this thread until the result is disposed: the cheapest mode.
    /// Tensors made in it cannot take part in recording later.
    /// </summary>
    public static IDisposable inference_mode(bool mode = true) => new InferenceMode(mode);

    /// <summary>Whether this thread is in inference mode.</summary>
    public static bool is_inference_mode_enabled() => LibTorch.Value(NativeDevice.inference_mode(out var r), r) != 0;

    /// <summary>Backward differentiation.</summary>
    public static class autograd
    {
        /// <summary>Gradients of outputs with respect to inputs.</summary>
        public static IList<Tensor> grad(
            IList<Tensor> outputs,
            IList<Tensor> inputs,
            IList<Tensor>? grad_outputs = null,
            bool retain_graph = false,
            bool create_graph = false,
            bool allow_unused = false)
        {
            var given = grad_outputs ?? [];
            var status = NativeDevice.autograd_grad(
                Handles(outputs), outputs.Count, Handles(inputs), inputs.Count, Handles(given), given.Count, retain_graph, create_graph, allow_unused, out var r);
            return TakeListFrom(status, r, [.. outputs, .. inputs], "grad");
        }

        /// <summary>Adds the gradients of tensors to the leaves they depend on.</summary>
        public static void backward(
            IList<Tensor> tensors,
            IList<Tensor>? grad_tensors = null,
            bool? retain_graph = null,
            bool create_graph = false,
            IList<Tensor>? inputs = null)
        {
            var given = grad_tensors ?? [];
            var leaves = inputs ?? [];
            var status = NativeDevice.backward(
                Handles(tensors), tensors.Count, Handles(given), given.Count, retain_graph ?? create_graph, create_graph, Handles(leaves), leaves.Count);
            CheckFrom(status, tensors, "backward");
        }
    }

    public partial class Tensor
    {
        /// <summary>Whether operations on the tensor are recorded for differentiation.</summary>
        public bool requires_grad
        {
            get => Describe().RequiresGrad;
            set => Done(NativeDevice.set_requires_grad(Handle, value), this);
        }

        /// <summary>The gradient that <see cref="backward()"/> left, or null.</summary>
        public Tensor? grad
        {
            get
            {
                Check(NativeDevice.grad(Handle, out var r), "grad", this, null, null);
                return r == 0 ? null : new Tensor(r);
            }

            set => Done(NativeDevice.set_grad(Handle, HandleOf(value)), this, value);
        }

        /// <summary>Sets <see cref="requires_grad"/>.</summary>
        public Tensor requires_grad_(bool requires_grad = true)
        {
            this.requires_grad = requires_grad;
            return this;
        }

        /// <summary>Sets <see cref="requires_grad"/>.</summary>
        public Tensor with_requires_grad(bool requires_grad = true) => requires_grad_(requires_grad);

        /// <summary>Keeps the gradient of a tensor that is no leaf.</summary>
        public void retain_grad() => Done(NativeDevice.retain_grad(Handle), this);

        /// <summary>Adds the gradient of this number to the leaves it depends on.</summary>
        public void backward() => autograd.backward([this]);

        /// <summary>Adds the gradient of this tensor to the leaves it depends on.</summary>
        public void backward(
            IList<Tensor>? grad_tensors = null, bool retain_graph = false, bool create_graph = false, IList<Tensor>? inputs = null) =>
            autograd.backward([this], grad_tensors, retain_graph, create_graph, inputs);

        /// <summary>In place: names for the dimensions; null: none.</summary>
        public Tensor rename_(IEnumerable<string?>? names) =>
            Done(NativeTensor.rename_(Handle, string.Join(',', (names ?? []).Select(n => n ?? "*"))), this);
    }

    private sealed class GradientMode : IDisposable
    {
        private readonly bool _before = is_grad_enabled();

        internal GradientMode(bool enabled) => LibTorch.Check(NativeDevice.set_grad_enabled(enabled));

        public void Dispose() => LibTorch.Check(NativeDevice.set_grad_enabled(_before));
    }

    // No finalizer: leaving the mode on another thread would change that thread.
    private sealed class InferenceMode : IDisposable
    {
        private nint _guard;

        internal InferenceMode(bool mode)
        {
            LibTorch.Check(NativeDevice.inference_mode_enter(mode, out var guard));
            _guard = guard;
        }

        public void Dispose()
        {
            if (_guard != 0)
            {
                NativeDevice.inference_mode_leave(_guard);
                _guard = 0;
            }
        }
    }
}
