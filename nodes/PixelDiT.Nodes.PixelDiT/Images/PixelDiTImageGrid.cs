using System.Globalization;
using PixelDiT.Graph.Nodes;
using PixelDiT.Imaging;
using PixelDiT.Sampling;
using static TorchSharp.torch;

namespace PixelDiT.Nodes.PixelDiT.Images;

/// <summary>Images side by side, each with a line of text under it.</summary>
[Node("PixelDiTImageGrid", Title = "PixelDiT Image Grid", Category = "PixelDiT",
    Description = "Puts images into one picture, in rows and columns, with a label under each. Images of different sizes keep theirs.",
    SearchAliases = ["grid", "contact sheet", "compare images", "xy plot"])]
[Output("IMAGE", "grid", Tooltip = "One picture.")]
public sealed class PixelDiTImageGrid : Node
{
    // What a graphics library can hold and a client can look at.
    private const long MaxSide = 32768;

    /// <summary>The images, [B, H, W, 3 or 4] in [0, 1].</summary>
    [Input("IMAGE", Tooltip = "The images, one after the other.")]
    public required Tensor Images { get; set; }

    /// <summary>The labels, one on a line.</summary>
    [StringInput(Multiline = true, Default = "", Tooltip = "One line for each image. Fewer lines leave the last images without a label.")]
    public string Labels { get; set; } = "";

    /// <summary>Columns; 0 for as many as rows, or one more.</summary>
    [IntInput(Default = 0, Min = 0, Max = 64, Tooltip = "Images in a row. 0 makes the grid about as many columns wide as rows high.")]
    public int Columns { get; set; }

    /// <summary>Pixels between images and around them.</summary>
    [IntInput(Default = 8, Min = 0, Max = 256, Tooltip = "Pixels between the images and around them.")]
    public int Gap { get; set; } = 8;

    /// <summary>Height of the letters in pixels.</summary>
    [IntInput(Default = 24, Min = 8, Max = 256, Tooltip = "Height of the letters in pixels.")]
    public int LabelSize { get; set; } = 24;

    /// <summary>The colour behind the images.</summary>
    [ComboInput("white", "black", Default = "white", Tooltip = "The colour behind the images; labels have the other one.")]
    public string Background { get; set; } = "white";

    /// <summary>Further images, <c>images_2</c>, <c>images_3</c> …, as nodes that expand to a grid link them.</summary>
    [UndeclaredInputs]
    public IReadOnlyDictionary<string, object?> More { get; set; } = new Dictionary<string, object?>();

    /// <inheritdoc />
    /// <exception cref="SamplingSettingException">The images have no colour channels, or the grid would be too large.</exception>
    public override NodeResult Run(NodeContext context)
    {
        using var scope = NewDisposeScope();
        var notes = new NodeNotes(context.Logger);
        var pictures = All().SelectMany(batch => Enumerable.Range(0, (int)batch.shape[0]).Select(i => batch.select(0, i).narrow(2, 0, 3))).ToList(); // [H, W, 3] each
        var labels = Draw(Labels.Split('\n').Take(pictures.Count), notes);
        var (cellWidth, cellHeight) = (pictures.Max(p => p.shape[1]), pictures.Max(p => p.shape[0]));
        var columns = Columns == 0 ? (int)Math.Ceiling(Math.Sqrt(pictures.Count)) : Math.Min(Columns, pictures.Count);
        var rows = (pictures.Count + columns - 1) / columns;
        var labelHeight = labels.Count == 0 ? 0 : labels.Max(l => l.Height) + (LabelSize / 2);
        var (width, height) = (Gap + (columns * (cellWidth + Gap)), Gap + (rows * (cellHeight + labelHeight + Gap)));
        if (width > MaxSide || height > MaxSide)
        {
            throw new SamplingSettingException("columns", columns, $"a grid of at most {MaxSide}x{MaxSide} pixels; this one would be {width}x{height}");
        }

        var paper = Background == "black" ? 0f : 1f;
        var grid = full([height, width, 3], paper, ScalarType.Float32);
        foreach (var (i, picture) in pictures.Index())
        {
            using var inner = NewDisposeScope();
            var (left, top) = (Gap + (i % columns * (cellWidth + Gap)), Gap + (i / columns * (cellHeight + labelHeight + Gap)));
            var cell = grid.narrow(0, top, cellHeight).narrow(1, left, cellWidth);
            Centred(cell, picture.shape[0], picture.shape[1]).copy_(picture);
            if (i < labels.Count && labels[i].Width > 0)
            {
                Write(grid.narrow(0, top + cellHeight, labelHeight).narrow(1, left, cellWidth), labels[i], 1 - paper);
            }
        }
        return notes.On(NodeResult.Of(grid.unsqueeze(0).DetachFromDisposeScope()));
    }

    private IEnumerable<Tensor> All()
    {
        var more = More.Where(p => p.Value is Tensor && Number(p.Key) is not null).OrderBy(p => Number(p.Key)).Select(p => (Tensor)p.Value!);
        foreach (var batch in more.Prepend(Images))
        {
            if (batch.shape is not [>= 1, >= 1, >= 1, 3 or 4])
            {
                throw new SamplingSettingException("images", $"of shape [{string.Join(", ", batch.shape)}]", "images [batch, height, width, 3 or 4]");
            }
            yield return batch;
        }

        static int? Number(string name) =>
            name.StartsWith("images_", StringComparison.Ordinal) && int.TryParse(name["images_".Length..], NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? number : null;
    }

    private List<DrawnText> Draw(IEnumerable<string> lines, NodeNotes notes)
    {
        List<string> texts = [.. lines.Select(l => l.Trim())];
        if (texts.TrueForAll(t => t.Length == 0))
        {
            return [];
        }
        try
        {
            return [.. texts.Select(t => DrawnText.Of(t, LabelSize))];
        }
        catch (ImageException e) when (e.Failure == ImageFailure.MissingFont)
        {
            notes.Warn($"the labels are not in the picture, because no font is installed ({e.Expected.Replace("a font, ", "", StringComparison.Ordinal)} there are some). They are: {string.Join("; ", texts)}");
            return [];
        }
    }

    private static Tensor Centred(Tensor cell, long height, long width)
    {
        (height, width) = (Math.Min(height, cell.shape[0]), Math.Min(width, cell.shape[1]));
        return cell.narrow(0, (cell.shape[0] - height) / 2, height).narrow(1, (cell.shape[1] - width) / 2, width);
    }

    // A label that is wider than its image is cut off on the right.
    private static void Write(Tensor strip, DrawnText label, float ink)
    {
        var coverage = tensor(label.Coverage, [label.Height, label.Width]).to(ScalarType.Float32).div(255);
        var shown = coverage.narrow(1, 0, Math.Min(label.Width, strip.shape[1])).unsqueeze(2); // [h, w, 1]
        var place = Centred(strip, shown.shape[0], shown.shape[1]);
        place.copy_(place + ((ink - place) * shown));
    }
}
