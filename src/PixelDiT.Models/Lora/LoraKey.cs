namespace PixelDiT.Models.Lora;

/// <summary>What a tensor of a LoRA file is for the layer that its name begins with.</summary>
internal enum LoraRole
{
    /// <summary>The matrix that the input meets first, [rank, in]: <c>lora_down</c>, <c>lora_A</c>.</summary>
    Down,

    /// <summary>The matrix that gives the output, [out, rank]: <c>lora_up</c>, <c>lora_B</c>.</summary>
    Up,

    /// <summary>One number; the product of the matrices is multiplied with alpha / rank.</summary>
    Alpha,

    /// <summary>A whole difference to the layer's weight: <c>diff</c>.</summary>
    Weight,

    /// <summary>A difference to the layer's bias: <c>diff_b</c>.</summary>
    Bias,

    /// <summary>Part of a method that is not supported.</summary>
    Unsupported,

    /// <summary>Nothing that is known.</summary>
    Unknown,
}

/// <summary>A tensor's name taken apart.</summary>
/// <param name="Module">The layer, as the file spells it, prefixes included.</param>
/// <param name="Role">What the tensor is for the layer.</param>
/// <param name="Method">The name of the unsupported method, or null.</param>
internal sealed record LoraKey(string Module, LoraRole Role, string? Method = null)
{
    private static readonly (LoraRole Role, string? Method, string[] Endings)[] Known =
    [
        (LoraRole.Down, null, [".lora_down.weight", ".lora_A.weight", ".lora_A", ".lora.down.weight", "_lora.down.weight", ".lora_linear_layer.down.weight"]),
        (LoraRole.Up, null, [".lora_up.weight", ".lora_B.weight", ".lora_B", ".lora.up.weight", "_lora.up.weight", ".lora_linear_layer.up.weight"]),
        (LoraRole.Alpha, null, [".alpha"]),
        (LoraRole.Weight, null, [".diff", ".w_norm"]),
        (LoraRole.Bias, null, [".diff_b", ".b_norm"]),
        (LoraRole.Unsupported, "DoRA", [".dora_scale", ".lora_magnitude_vector", ".lora_magnitude_vector.weight"]),
        (LoraRole.Unsupported, "a middle matrix (LoCon)", [".lora_mid.weight"]),
        (LoraRole.Unsupported, "LoHa", [".hada_w1_a", ".hada_w1_b", ".hada_w2_a", ".hada_w2_b", ".hada_t1", ".hada_t2"]),
        (LoraRole.Unsupported, "LoKr", [".lokr_w1", ".lokr_w2", ".lokr_w1_a", ".lokr_w1_b", ".lokr_w2_a", ".lokr_w2_b", ".lokr_t2"]),
        (LoraRole.Unsupported, "OFT or BOFT", [".oft_blocks", ".boft_blocks", ".oft_diag", ".oft_R.weight", ".oft_R", ".rescale"]),
        (LoraRole.Unsupported, "GLoRA", [".a1.weight", ".a2.weight", ".b1.weight", ".b2.weight"]),
        (LoraRole.Unsupported, "IA3", [".on_input", ".ia3_l", ".ia3_l.weight"]),
        (LoraRole.Unsupported, "LoRA of an embedding table", [".lora_embedding_A", ".lora_embedding_B", ".lora_embedding_A.weight", ".lora_embedding_B.weight"]),
        (LoraRole.Unsupported, "a bias inside the LoRA", [".lora_A.bias", ".lora_B.bias", ".lora_down.bias", ".lora_up.bias"]),
        (LoraRole.Unsupported, "replacing or reshaping a weight", [".set_weight", ".reshape_weight"]),
    ];

    /// <summary>Takes a tensor's name apart.</summary>
    public static LoraKey Parse(string name)
    {
        var plain = WithoutAdapterName(name);
        foreach (var (role, method, endings) in Known)
        {
            if (Array.Find(endings, e => plain.Length > e.Length && plain.EndsWith(e, StringComparison.Ordinal)) is { } ending)
            {
                var module = plain[..^ending.Length];
                // ComfyUI's own spelling of a bias: a parameter's full name and ".diff".
                return role == LoraRole.Weight && module.EndsWith(".bias", StringComparison.Ordinal)
                    ? new LoraKey(module[..^".bias".Length], LoraRole.Bias) : new LoraKey(module, role, method);
            }
        }
        return new LoraKey(name, LoraRole.Unknown);
    }

    /// <summary><c>x.lora_A.default.weight</c> → <c>x.lora_A.weight</c>: a PEFT model that is saved whole names the adapter there.</summary>
    private static string WithoutAdapterName(string name)
    {
        var parts = name.Split('.');
        var mark = Array.FindLastIndex(parts, p => p is "lora_A" or "lora_B" or "lora_embedding_A" or "lora_embedding_B" or "lora_magnitude_vector" or "oft_R" or "ia3_l");
        return mark < 0 ? name : string.Join('.', parts.Where((p, i) => i <= mark || p is "weight" or "bias"));
    }
}
