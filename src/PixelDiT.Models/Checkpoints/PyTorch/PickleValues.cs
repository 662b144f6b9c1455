namespace PixelDiT.Models.Checkpoints.PyTorch;

/// <summary>The name of a Python object that a pickle asks for. Only a name: nothing is looked up, imported or called.</summary>
/// <param name="Module">Its module.</param>
/// <param name="Name">Its name in the module.</param>
internal sealed record PickleGlobal(string Module, string Name)
{
    /// <inheritdoc/>
    public override string ToString() => $"{Module}.{Name}";
}

/// <summary>A Python list or set.</summary>
internal sealed class PickleList
{
    /// <summary>The items.</summary>
    public List<object?> Items { get; } = [];
}

/// <summary>A Python dictionary. Of its keys only texts are kept: those with another key belong to no state dictionary.</summary>
internal sealed class PickleDictionary
{
    /// <summary>The values by their keys, in the order of the pickle.</summary>
    public Dictionary<string, object?> Items { get; } = [];
}

/// <summary>A number type of NumPy, by its own name for it: <c>f8</c>.</summary>
internal sealed record NumPyType(string Name);

/// <summary>A tensor's memory, as an entry of the archive.</summary>
/// <param name="Entry">The entry.</param>
/// <param name="Type">Element type, or null for bytes whose type the tensor tells.</param>
internal sealed record TorchStorage(ZipEntry Entry, SafetensorsDType? Type);

/// <summary>A view on a storage that was checked against its size.</summary>
/// <param name="Storage">The storage.</param>
/// <param name="Type">Element type.</param>
/// <param name="ByteOffset">Position of the first element in the storage.</param>
/// <param name="Shape">Sizes.</param>
/// <param name="Strides">Steps in elements, or null when the elements are packed in order.</param>
internal sealed record TorchTensor(TorchStorage Storage, SafetensorsDType Type, long ByteOffset, long[] Shape, long[]? Strides);
