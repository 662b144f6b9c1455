using PixelDiT.Torch.Native;

namespace TorchSharp;

// Functions on several tensors.
public static partial class torch
{
    /// <summary>Joined along an existing dimension.</summary>
    public static Tensor cat(IList<Tensor> tensors, long dim = 0) =>
        TakeFrom(NativeCreate.cat(Handles(tensors), tensors.Count, dim, out var r), r, tensors);

    /// <inheritdoc cref="cat(IList{Tensor}, long)"/>
    public static Tensor cat(Tensor[] tensors, long dim = 0) => cat((IList<Tensor>)tensors, dim);

    /// <inheritdoc cref="cat(IList{Tensor}, long)"/>
    public static Tensor cat(ReadOnlySpan<Tensor> tensors, long dim = 0) => cat((IList<Tensor>)tensors.ToArray(), dim);

    /// <inheritdoc cref="cat(IList{Tensor}, long)"/>
    public static Tensor concat(IList<Tensor> tensors, long dim = 0) => cat(tensors, dim);

    /// <inheritdoc cref="cat(IList{Tensor}, long)"/>
    public static Tensor concat(Tensor[] tensors, long dim = 0) => cat((IList<Tensor>)tensors, dim);

    /// <inheritdoc cref="cat(IList{Tensor}, long)"/>
    public static Tensor concatenate(IList<Tensor> tensors, long axis = 0) => cat(tensors, axis);

    /// <inheritdoc cref="cat(IList{Tensor}, long)"/>
    public static Tensor concatenate(Tensor[] tensors, long axis = 0) => cat((IList<Tensor>)tensors, axis);

    /// <summary>Joined along a new dimension.</summary>
    public static Tensor stack(IEnumerable<Tensor> tensors, long dim = 0)
    {
        var list = tensors as IList<Tensor> ?? tensors.ToArray();
        return TakeFrom(NativeCreate.stack(Handles(list), list.Count, dim, out var r), r, list);
    }

    /// <summary>Joined side by side.</summary>
    public static Tensor hstack(params Tensor[] tensors) =>
        TakeFrom(NativeCreate.hstack(Handles(tensors), tensors.Length, out var r), r, tensors);

    /// <inheritdoc cref="hstack(Tensor[])"/>
    public static Tensor hstack(IList<Tensor> tensors) => hstack(tensors.ToArray());

    /// <summary>Joined one below the other.</summary>
    public static Tensor vstack(Tensor[] tensors) =>
        TakeFrom(NativeCreate.vstack(Handles(tensors), tensors.Length, out var r), r, tensors);

    /// <inheritdoc cref="vstack(Tensor[])"/>
    public static Tensor vstack(IList<Tensor> tensors) => vstack(tensors.ToArray());

    /// <summary>Joined along the third dimension.</summary>
    public static Tensor dstack(params Tensor[] tensors) =>
        TakeFrom(NativeCreate.dstack(Handles(tensors), tensors.Length, out var r), r, tensors);

    /// <summary>Vectors as columns.</summary>
    public static Tensor column_stack(params Tensor[] tensors) =>
        TakeFrom(NativeCreate.column_stack(Handles(tensors), tensors.Length, out var r), r, tensors);

    /// <summary>A block diagonal matrix.</summary>
    public static Tensor block_diag(params Tensor[] tensors) =>
        TakeFrom(NativeCreate.block_diag(Handles(tensors), tensors.Length, out var r), r, tensors);

    /// <summary>Every combination of elements, one a row.</summary>
    public static Tensor cartesian_prod(params Tensor[] tensors) =>
        TakeFrom(NativeCreate.cartesian_prod(Handles(tensors), tensors.Length, out var r), r, tensors);

    /// <summary>A sum of products in Einstein's notation, e.g. <c>"bij,bjk-&gt;bik"</c>.</summary>
    public static Tensor einsum(string equation, params Tensor[] tensors) =>
        TakeFrom(NativeCreate.einsum(equation, Handles(tensors), tensors.Length, out var r), r, tensors);

    /// <summary>Coordinate grids of several axes; indexing <c>ij</c> (matrix order) or <c>xy</c>.</summary>
    public static Tensor[] meshgrid(IEnumerable<Tensor> tensors, string indexing = "ij")
    {
        var list = tensors.ToArray();
        return TakeListFrom(NativeCreate.meshgrid(Handles(list), list.Length, indexing, out var r), r, list);
    }

    /// <summary>All expanded to their common shape (views).</summary>
    public static IList<Tensor> broadcast_tensors(params Tensor[] tensors) =>
        TakeListFrom(NativeCreate.broadcast_tensors(Handles(tensors), tensors.Length, out var r), r, tensors);

    /// <summary>x where condition is true, else y.</summary>
    public static Tensor where(Tensor condition, Tensor x, Tensor y) => x.where(condition, y);

    /// <summary>The indices where condition is true, one tensor per dimension.</summary>
    public static Tensor[] where(Tensor condition) =>
        Tensor.TakeList(NativeCreate.where_indices(condition.Handle, out var r), r, condition);

    /// <summary>Where values would go into a sorted sequence.</summary>
    public static Tensor searchsorted(
        Tensor sorted_sequence, Tensor values, bool out_int32 = false, bool right = false, Tensor? sorter = null) =>
        Tensor.Take(
            NativeCreate.searchsorted(
                sorted_sequence.Handle, values.Handle, out_int32, right, Tensor.HandleOf(sorter), out var r),
            r,
            sorted_sequence,
            values,
            sorter);

    internal static nint[] Handles(IList<Tensor> tensors)
    {
        var handles = new nint[tensors.Count];
        for (var i = 0; i < handles.Length; i++)
        {
            handles[i] = tensors[i].Handle;
        }

        return handles;
    }

    private static Tensor TakeFrom(
        int status, nint result, IList<Tensor> tensors, [System.Runtime.CompilerServices.CallerMemberName] string op = "")
    {
        CheckFrom(status, tensors, op);
        return new Tensor(result);
    }

    private static Tensor[] TakeListFrom(
        int status, nint list, IList<Tensor> tensors, [System.Runtime.CompilerServices.CallerMemberName] string op = "")
    {
        CheckFrom(status, tensors, op);
        return Tensor.TakeList(0, list, null, null, op);
    }

    private static void CheckFrom(int status, IList<Tensor> tensors, string op)
    {
        if (status != 0)
        {
            throw PixelDiT.Torch.TorchException.FromNative(status, op, tensors.ToArray());
        }

        GC.KeepAlive(tensors);
    }
}
