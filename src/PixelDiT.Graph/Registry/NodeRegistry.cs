using System.Reflection;
using PixelDiT.Graph.Declarations;
using PixelDiT.Graph.Nodes;
using PixelDiT.Graph.Packs;

namespace PixelDiT.Graph.Registry;

/// <summary>
/// All node classes by id. A class that cannot be used never stops the host: it is listed among the faults of its pack.
/// Fill it before use; reading from several threads is safe afterwards.
/// </summary>
public sealed class NodeRegistry
{
    private readonly Dictionary<string, NodeDeclaration> _byId = [];
    private readonly List<NodeDeclaration> _nodes = [];
    private readonly List<NodePack> _packs = [];

    /// <summary>All usable node classes in the order of registration.</summary>
    public IReadOnlyList<NodeDeclaration> Nodes => _nodes;

    /// <summary>The packs in the order of registration.</summary>
    public IReadOnlyList<NodePack> Packs => _packs;

    /// <summary>The class of this id (exact, case-sensitive), or null.</summary>
    /// <param name="id">A <c>class_type</c>.</param>
    public NodeDeclaration? Find(string id) => _byId.GetValueOrDefault(id);

    /// <summary>Adds the node classes of an assembly: all non-abstract classes with a <see cref="NodeAttribute"/>.</summary>
    /// <param name="assembly">The assembly.</param>
    /// <param name="module">The <c>python_module</c> of nodes that name none.</param>
    /// <returns>What was added and what was not.</returns>
    public NodePack AddPack(Assembly assembly, string module)
    {
        var faults = new List<PackFault>();
        return AddPack(assembly.GetName().Name ?? module, Types(assembly, faults), module, faults);
    }

    /// <summary>Adds these node classes.</summary>
    /// <param name="types">Classes with a <see cref="NodeAttribute"/>.</param>
    /// <param name="module">The <c>python_module</c> of nodes that name none; also the name of the pack.</param>
    /// <returns>What was added and what was not.</returns>
    public NodePack AddPack(IEnumerable<Type> types, string module) => AddPack(module, types.Select(t => (t, true)), module, [], null);

    /// <summary>Adds the node classes among the types of a pack.</summary>
    /// <param name="name">The pack's name.</param>
    /// <param name="types">All its types.</param>
    /// <param name="module">The <c>python_module</c> of nodes that name none.</param>
    /// <param name="faults">What is known to be wrong; more is added.</param>
    /// <param name="prove">Tries a class before it is added; throws when it will not work. Null for no trial.</param>
    internal NodePack AddPack(string name, IEnumerable<Type> types, string module, List<PackFault> faults, Action<Type>? prove = null) =>
        AddPack(name, types.Select(t => (t, false)), module, faults, prove);

    private NodePack AddPack(string name, IEnumerable<(Type Type, bool IsMeant)> types, string module, List<PackFault> faults, Action<Type>? prove)
    {
        var added = new List<NodeDeclaration>();
        foreach (var (type, isMeant) in types)
        {
            try
            {
                if (!isMeant && !type.IsDefined(typeof(NodeAttribute), false))
                {
                    continue;
                }

                var declaration = Read(type, module);
                prove?.Invoke(type);
                _byId.Add(declaration.Id, declaration);
                _nodes.Add(declaration);
                added.Add(declaration);
            }
            // Attributes run a stranger's code: whatever they throw is a fault of that class alone.
            catch (Exception e)
            {
                faults.Add(new PackFault(type.FullName, PackErrors.Text(e)));
            }
        }

        var pack = new NodePack(name, module, added, faults);
        _packs.Add(pack);
        return pack;
    }

    private NodeDeclaration Read(Type type, string module)
    {
        if (!type.IsAssignableTo(typeof(Node)) && !type.IsAssignableTo(typeof(AsyncNode)))
        {
            throw new DeclarationException(type, "it derives from neither Node nor AsyncNode.");
        }

        var declaration = DeclarationReader.Read(type, module);
        return _byId.TryGetValue(declaration.Id, out var other)
            ? throw new DeclarationException(type, $"the id '{declaration.Id}' belongs to {other.NodeType.FullName} of {other.NodeType.Assembly.GetName().Name} already.")
            : declaration;
    }

    private static IEnumerable<Type> Types(Assembly assembly, List<PackFault> faults)
    {
        try
        {
            return assembly.GetTypes();
        }
        catch (ReflectionTypeLoadException e)
        {
            faults.AddRange(PackErrors.OfTypes(e));
            return e.Types.OfType<Type>();
        }
    }
}
