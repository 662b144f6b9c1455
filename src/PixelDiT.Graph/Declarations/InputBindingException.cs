namespace PixelDiT.Graph.Declarations;

/// <summary>A value that reached a node at run time and does not fit the declared property.</summary>
public sealed class InputBindingException : Exception
{
    internal InputBindingException(string inputName, string problem) : base($"Input '{inputName}': {problem}") => InputName = inputName;

    /// <summary>Name of the input in the workflow.</summary>
    public string InputName { get; }
}
