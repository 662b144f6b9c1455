using System.Runtime.InteropServices;
using PixelDiT.Torch.Native;
using static TorchSharp.torch;

namespace PixelDiT.Torch;

/// <summary>
/// A failure inside libtorch, with the operation and its operands. <c>TorchSharp</c> throws a plain
/// <see cref="ExternalException"/> in the same places, so catch that type where both providers matter.
/// </summary>
public sealed class TorchException : ExternalException
{
    private TorchException(string operation, IReadOnlyList<string> operands, string detail, bool isOutOfMemory)
        : base(Format(operation, operands, detail, isOutOfMemory))
    {
        Operation = operation;
        Operands = operands;
        Detail = detail;
        IsOutOfMemory = isOutOfMemory;
    }

    /// <summary>The operation by its TorchSharp name, e.g. <c>matmul</c>.</summary>
    public string Operation { get; }

    /// <summary>The tensor operands in order, each as <c>Float32[2, 3] cpu</c>.</summary>
    public IReadOnlyList<string> Operands { get; }

    /// <summary>libtorch's own words.</summary>
    public string Detail { get; }

    /// <summary>Whether memory ran out: freeing models and trying again makes sense.</summary>
    public bool IsOutOfMemory { get; }

    // The one place where a native status becomes an exception.
    internal static TorchException FromNative(int status, string operation, ReadOnlySpan<Tensor?> operands)
    {
        var detail = LibTorch.LastErrorText();
        var described = new string[operands.Length];
        for (var i = 0; i < operands.Length; i++)
        {
            described[i] = Describe(operands[i]);
        }

        return new TorchException(operation, described, detail, status == LibTorch.OutOfMemory);
    }

    private static string Describe(Tensor? tensor) =>
        tensor is null ? "none"
        : tensor.IsInvalid ? "disposed"
        : $"{tensor.dtype}[{string.Join(", ", tensor.shape)}] {tensor.device}";

    private static string Format(string operation, IReadOnlyList<string> operands, string detail, bool isOutOfMemory)
    {
        var call = operands.Count == 0 ? operation : $"{operation}({string.Join(", ", operands)})";
        return isOutOfMemory ? $"{call} failed, out of memory: {detail}" : $"{call} failed: {detail}";
    }
}
