using System.Reflection;

namespace PixelDiT.Tests;

/// <summary>Finds the reference files of <c>tests/data</c> from whatever folder the tests run in.</summary>
internal static class TestData
{
    private static readonly string Root = typeof(TestData).Assembly.GetCustomAttributes<AssemblyMetadataAttribute>()
        .Single(a => a.Key == "TestData").Value!;

    /// <summary>Full path of a file of <c>tests/data</c>; the test fails when it is not there.</summary>
    public static string File(string name)
    {
        var path = Path.Combine(Root, name);
        Assert.That(path, Does.Exist, "reference file");
        return path;
    }
}
