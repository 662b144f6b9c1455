using Microsoft.Extensions.Logging;
using PixelDiT.Graph.Nodes;
using PixelDiT.Graph.Packs;

namespace MyNodes;

public sealed class Startup : IPackStartup
{
    public void Start(PackStart start) => start.Services.Add(new Proverbs(Path.Combine(start.Folder, "proverbs.txt")));
}

public sealed class Proverbs(string path)
{
    private readonly Lazy<string[]> _all = new(() => File.ReadAllLines(path));

    public string At(int number) => _all.Value[number % _all.Value.Length];
}

[Node("Proverb", Title = "Proverb", Category = "my nodes/text")]
[Output("STRING", "text")]
public sealed class Proverb : Node
{
    [IntInput(Default = 0, Min = 0, Max = 1_000_000, ControlAfterGenerate = true)]
    public int Number { get; set; }

    public override NodeResult Run(NodeContext context)
    {
        context.Logger.LogInformation("Proverb {Number}", Number);
        return NodeResult.Of(context.Services.Get<Proverbs>().At(Number));
    }
}
