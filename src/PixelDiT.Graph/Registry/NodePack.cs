using PixelDiT.Graph.Declarations;

namespace PixelDiT.Graph.Registry;

/// <summary>The node classes of one assembly, with what was wrong with them.</summary>
/// <param name="Name">The assembly's name, or the module for a pack made of types.</param>
/// <param name="Module">The <c>python_module</c> of its nodes unless they name their own.</param>
/// <param name="Nodes">The classes that can be used, in order.</param>
/// <param name="Faults">The classes that cannot; empty when all is well.</param>
public sealed record NodePack(string Name, string Module, IReadOnlyList<NodeDeclaration> Nodes, IReadOnlyList<PackFault> Faults);

/// <summary>Something in a pack that could not be used.</summary>
/// <param name="TypeName">The class, or null when the assembly as a whole is meant.</param>
/// <param name="Message">What is wrong and what would be right.</param>
public sealed record PackFault(string? TypeName, string Message);
