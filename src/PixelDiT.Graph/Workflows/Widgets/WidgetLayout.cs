using System.Text.Json;
using System.Text.Json.Nodes;
using PixelDiT.Graph.Declarations;

namespace PixelDiT.Graph.Workflows.Widgets;

/// <summary>What stands at one place of <c>widgets_values</c>.</summary>
internal enum SavedKind
{
    /// <summary>The value of a widget.</summary>
    Value,

    /// <summary>The mode of <c>control_after_generate</c>.</summary>
    Control,

    /// <summary>The filter text that goes with the mode of a combo.</summary>
    Filter,

    /// <summary>The upload button.</summary>
    Upload,

    /// <summary>A socket that was a widget in the front end that saved the file.</summary>
    Forced,
}

/// <summary>
/// The order in which a front end saved the widgets of a class. Front ends differed: some left out the values that only they need, kept places for
/// sockets, or put the upload button last. A deviating order is only taken for a list of exactly its length whose values all fit.
/// </summary>
internal sealed class WidgetLayout
{
    private readonly IReadOnlyList<(SavedKind Kind, int Widget)> _places;

    private WidgetLayout(IReadOnlyList<Widget> widgets, IReadOnlyList<(SavedKind Kind, int Widget)> places, bool isUsual)
    {
        _places = places;
        IsUsual = isUsual;
        PlaceOf = new int[widgets.Count];
        for (var i = 0; i < places.Count; i++)
        {
            if (places[i].Kind == SavedKind.Value)
            {
                PlaceOf[places[i].Widget] = i;
            }
        }
    }

    /// <summary>True for orders of today's front end, which are read with any number of values.</summary>
    public bool IsUsual { get; }

    /// <summary>The place of each widget's value.</summary>
    public int[] PlaceOf { get; }

    /// <summary>The orders of a class, the usual one first.</summary>
    public static IReadOnlyList<WidgetLayout> Of(NodeDeclaration declaration, IReadOnlyList<Widget> widgets)
    {
        var layouts = new List<WidgetLayout>();
        var hasUpload = widgets.Any(w => w.HasUpload);
        var hasControl = widgets.Any(w => w.HasControl);
        foreach (var upload in hasUpload ? [Upload.Beside, Upload.Last, Upload.None] : new[] { Upload.Beside })
        {
            foreach (var control in hasControl ? [true, false] : new[] { true })
            {
                foreach (var filter in control && widgets.Any(w => w is { HasControl: true, Kind: WidgetKind.Combo }) ? [false, true] : new[] { false })
                {
                    foreach (var forced in declaration.Checked.Any(Widget.IsForced) ? [false, true] : new[] { false })
                    {
                        layouts.Add(new WidgetLayout(widgets, Places(declaration, widgets, upload, control, filter, forced), upload != Upload.None && control && !filter && !forced));
                    }
                }
            }
        }

        return layouts;
    }

    /// <summary>The order in which a list was saved.</summary>
    /// <param name="layouts">The orders of the class.</param>
    /// <param name="widgets">Its widgets.</param>
    /// <param name="values">The list.</param>
    public static WidgetLayout Choose(IReadOnlyList<WidgetLayout> layouts, IReadOnlyList<Widget> widgets, JsonArray values)
    {
        foreach (var layout in layouts)
        {
            if (layout._places.Count == values.Count && layout.Fits(widgets, values))
            {
                return layout;
            }
        }

        foreach (var layout in layouts)
        {
            if (layout.IsUsual && layout.Fits(widgets, values))
            {
                return layout;
            }
        }

        return layouts[0];
    }

    private bool Fits(IReadOnlyList<Widget> widgets, JsonArray values)
    {
        for (var i = 0; i < _places.Count && i < values.Count; i++)
        {
            var fits = _places[i].Kind switch
            {
                SavedKind.Value => widgets[_places[i].Widget].Fits(values[i]),
                SavedKind.Control => IsMode(values[i]),
                SavedKind.Filter => values[i]?.GetValueKind() is null or JsonValueKind.String,
                SavedKind.Upload => IsButton(values[i]),
                _ => true,
            };
            if (!fits)
            {
                return false;
            }
        }

        return true;
    }

    private static List<(SavedKind, int)> Places(NodeDeclaration declaration, IReadOnlyList<Widget> widgets, Upload upload, bool control, bool filter, bool forced)
    {
        var places = new List<(SavedKind, int)>();
        var next = 0;
        foreach (var input in declaration.Checked)
        {
            if (forced && Widget.IsForced(input))
            {
                places.Add((SavedKind.Forced, -1));
            }

            if (next >= widgets.Count || widgets[next].Input != input)
            {
                continue;
            }

            var widget = widgets[next];
            places.Add((SavedKind.Value, next++));
            if (widget.HasControl && control)
            {
                places.Add((SavedKind.Control, -1));
                if (filter && widget.Kind == WidgetKind.Combo)
                {
                    places.Add((SavedKind.Filter, -1));
                }
            }

            if (widget.HasUpload && upload == Upload.Beside)
            {
                places.Add((SavedKind.Upload, -1));
            }
        }

        if (upload == Upload.Last)
        {
            places.Add((SavedKind.Upload, -1));
        }

        return places;
    }

    // The earliest front ends had a switch where there is a mode now.
    private static bool IsMode(JsonNode? value) => value?.GetValueKind() switch
    {
        null or JsonValueKind.True or JsonValueKind.False => true,
        JsonValueKind.String => value.GetValue<string>() is "fixed" or "increment" or "decrement" or "randomize" or "increment-wrap",
        _ => false,
    };

    private static bool IsButton(JsonNode? value) =>
        value is null || (value.GetValueKind() == JsonValueKind.String && value.GetValue<string>() is "image" or "video" or "audio" or "file" or "");

    private enum Upload
    {
        Beside,
        Last,
        None,
    }
}
