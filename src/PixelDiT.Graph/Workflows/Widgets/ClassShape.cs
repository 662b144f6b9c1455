using PixelDiT.Graph.Declarations;

namespace PixelDiT.Graph.Workflows.Widgets;

/// <summary>A socket of a node as the front end has it after loading.</summary>
/// <param name="Name">Name of the input.</param>
/// <param name="Type">Its type.</param>
/// <param name="Widget">The widget it belongs to, or null.</param>
internal sealed record Socket(string Name, string Type, string? Widget);

/// <summary>What the front end builds from a declaration: widgets in order, and sockets in order.</summary>
internal sealed class ClassShape
{
    private readonly Dictionary<string, int> _widgetByName = [];

    public ClassShape(NodeDeclaration declaration)
    {
        Declaration = declaration;
        foreach (var widget in declaration.Checked.Select(Widget.Of).OfType<Widget>())
        {
            _widgetByName.Add(widget.Name, Widgets.Count);
            Widgets.Add(widget);
        }

        // Sockets without widgets come first; those of widgets follow.
        Sockets =
        [
            .. declaration.Checked.Where(i => !_widgetByName.ContainsKey(i.Name)).Select(i => new Socket(i.Name, i.Type, null)),
            .. Widgets.Where(w => !w.Socketless).Select(w => new Socket(w.Name, w.Input.Type, w.Name)),
        ];
        SocketByName = Sockets.Select((s, i) => (s.Name, i)).ToDictionary(s => s.Name, s => s.i);
        Layouts = WidgetLayout.Of(declaration, Widgets);
    }

    public NodeDeclaration Declaration { get; }

    public List<Widget> Widgets { get; } = [];

    public IReadOnlyList<Socket> Sockets { get; }

    /// <summary>Places in <see cref="Sockets"/>.</summary>
    public IReadOnlyDictionary<string, int> SocketByName { get; }

    /// <summary>The orders in which values are saved; the usual one first.</summary>
    public IReadOnlyList<WidgetLayout> Layouts { get; }

    /// <summary>Place of a widget in <see cref="Widgets"/>, or -1.</summary>
    public int IndexOf(string widget) => _widgetByName.GetValueOrDefault(widget, -1);
}
