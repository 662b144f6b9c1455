using System.Globalization;
using PixelDiT.Graph.Nodes;

namespace PixelDiT.Nodes.Core.Utilities;

/// <summary>Width and height for an aspect ratio and a number of megapixels.</summary>
[Node("ResolutionSelector", Title = "Resolution Selector", Category = "utilities", Schema = NodeSchema.V3, Module = "comfy_extras.nodes_resolution",
    Description = "Turns an aspect ratio and a size in megapixels into a width and a height that are whole multiples of a number.")]
[Output("INT", "width", Tooltip = "Width in pixels, a whole multiple of `multiple`.")]
[Output("INT", "height", Tooltip = "Height in pixels, a whole multiple of `multiple`.")]
public sealed class ResolutionSelector : Node
{
    /// <summary>The shape; the ratio is the part before the blank.</summary>
    [ComboInput("1:1 (Square)", "2:3 (Portrait Photo)", "3:2 (Photo)", "3:4 (Portrait Standard)", "4:3 (Standard)",
        "9:16 (Portrait Widescreen)", "16:9 (Widescreen)", "21:9 (Ultrawide)", Default = "1:1 (Square)", Tooltip = "Width to height.")]
    public string AspectRatio { get; set; } = "1:1 (Square)";

    /// <summary>Size in units of 1024² pixels.</summary>
    [FloatInput(Default = 1.0, Min = 0.1, Max = 16.0, Step = 0.1, Tooltip = "Size of the picture; 1.0 is 1024x1024 for a square.")]
    public double Megapixels { get; set; } = 1.0;

    /// <summary>What both numbers are multiples of, in pixels.</summary>
    [IntInput(Default = 8, Min = 8, Max = 128, Step = 4, Advanced = true, Tooltip = "Width and height are rounded to multiples of this.")]
    public int Multiple { get; set; } = 8;

    /// <inheritdoc />
    public override NodeResult Run(NodeContext context)
    {
        var ratio = AspectRatio.Split(' ')[0].Split(':');
        var across = int.Parse(ratio[0], CultureInfo.InvariantCulture);
        var down = int.Parse(ratio[1], CultureInfo.InvariantCulture);
        var unit = Math.Sqrt(Megapixels * 1024 * 1024 / (across * down));
        return NodeResult.Of(Round(across * unit), Round(down * unit));
    }

    // Half to even, as Python rounds: 2.5 multiples are 2, 3.5 are 4.
    private long Round(double pixels) => (long)Math.Round(pixels / Multiple, MidpointRounding.ToEven) * Multiple;
}
