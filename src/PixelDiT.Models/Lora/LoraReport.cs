namespace PixelDiT.Models.Lora;

/// <summary>How much of a LoRA file is used by the models that it was given to.</summary>
public sealed record LoraReport
{
    private const int Listed = 10;

    private LoraReport(string file, int total, int matched, IReadOnlyList<string> unmatched, int leftOut) =>
        (File, Total, Matched, Unmatched, LeftOut) = (file, total, matched, unmatched, leftOut);

    /// <summary>Path of the file.</summary>
    public string File { get; }

    /// <summary>How many tensors it has.</summary>
    public int Total { get; }

    /// <summary>How many of them are used.</summary>
    public int Matched { get; }

    /// <summary>Names of tensors that belong to no layer of the models, with a reason where there is one.</summary>
    public IReadOnlyList<string> Unmatched { get; }

    /// <summary>How many tensors are for a text encoder while none was given.</summary>
    public int LeftOut { get; }

    /// <summary>Sums up.</summary>
    /// <param name="network">What of the file fits the network.</param>
    /// <param name="textEncoder">What of it fits the text encoder; null when there is none.</param>
    /// <exception cref="LoraMismatchException">Nothing fits: the file was made for another model.</exception>
    public static LoraReport Of(LoraMatch network, LoraMatch? textEncoder)
    {
        var file = network.File;
        var others = file.Modules.SelectMany(m => m.Keys).Where(k => !network.Keys.Contains(k) && textEncoder?.Keys.Contains(k) != true);
        var leftOut = textEncoder is null ? others.Where(LoraTargets.NamesTextEncoder).ToHashSet() : [];
        var unmatched = others.Where(k => !leftOut.Contains(k)).Concat(file.Strangers).Order(StringComparer.Ordinal).ToArray();
        var report = new LoraReport(file.Path, file.KeyCount, file.KeyCount - unmatched.Length - leftOut.Count, unmatched, leftOut.Count);
        return report.Matched > 0 ? report : throw new LoraMismatchException(report);
    }

    /// <summary>The unmatched names: the first ten and how many there are.</summary>
    internal string List() => Unmatched.Count == 0 ? "none"
        : string.Join(", ", Unmatched.Take(Listed).Select(k => $"'{k}'")) + (Unmatched.Count > Listed ? $" and {Unmatched.Count - Listed} more" : "");

    /// <summary>One sentence or two: how many tensors are used, and which are not.</summary>
    public override string ToString()
    {
        var text = $"'{System.IO.Path.GetFileName(File)}': {Matched} of {Total} keys are used";
        text += LeftOut > 0 ? $", {LeftOut} are for a text encoder, which was not given." : ".";
        return Unmatched.Count == 0 ? text : $"{text} {Unmatched.Count} match no layer: {List()}.";
    }
}

/// <summary>A LoRA that was made for another model: none of its tensors belongs to a layer here.</summary>
public sealed class LoraMismatchException : Exception
{
    /// <summary>Describes the mismatch.</summary>
    /// <param name="report">What was found.</param>
    public LoraMismatchException(LoraReport report)
        : base($"The LoRA '{System.IO.Path.GetFileName(report.File)}' does not fit this model: none of its {report.Total} keys matched a layer. "
            + $"{(report.LeftOut > 0 ? $"{report.LeftOut} of them change a text encoder: load it with LoraLoader, together with the text encoder. " : "")}"
            + $"Not matched: {report.List()}. A LoRA for PixelDiT names layers such as 'patch_blocks.0.attn.qkv_x'.") => Report = report;

    /// <summary>What was found.</summary>
    public LoraReport Report { get; }
}
