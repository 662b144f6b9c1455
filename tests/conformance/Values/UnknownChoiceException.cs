namespace PixelDiT.Conformance.Values;

/// <summary>An input that names a choice got a text that is none; only an expansion, which is not validated, can bring one.</summary>
internal sealed class UnknownChoiceException(string inputName, string? choice)
    : Exception($"Input '{inputName}': there is no choice '{choice}'.")
{
    /// <summary>Name of the input.</summary>
    public string InputName { get; } = inputName;

    /// <summary>What it got.</summary>
    public string? Choice { get; } = choice;
}
