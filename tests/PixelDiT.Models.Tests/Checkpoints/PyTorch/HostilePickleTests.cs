using PixelDiT.Models.Checkpoints.PyTorch;
using PixelDiT.Models.Checkpoints;

namespace PixelDiT.Models.Tests.Checkpoints.PyTorch;

/// <summary>Pickles that ask for more than tensors: each is refused, by name, and nothing of it is executed.</summary>
[LeakCheck]
public sealed class HostilePickleTests
{
    // What the pickles below would create, if anything ran them.
    private const string Trace = "/tmp/pixeldit-hostile-pickle-was-here";
    private const string Command = "touch " + Trace;

    private static readonly TestCaseData[] Pickles =
    [
        Case("os.system by REDUCE", P().Global("os", "system").Text(Command).Raw(0x85).Op('R'), "'os.system'"),
        Case("posix.system by REDUCE", P().Global("posix", "system").Text(Command).Raw(0x85).Op('R'), "'posix.system'"),
        Case("inside a state dictionary", P().Dictionary(("state_dict", p => p.Dictionary(("w", q => q.Global("os", "system").Text(Command).Raw(0x85).Op('R'))))), "'os.system'"),
        Case("os.system by STACK_GLOBAL", P(4).Text("os").Text("system").Raw(0x93).Text(Command).Raw(0x85).Op('R'), "'os.system'"),
        Case("nested name by STACK_GLOBAL", P(4).Text("torch").Text("serialization.os.system").Raw(0x93).Text(Command).Raw(0x85).Op('R'), "'torch.serialization.os.system'"),
        Case("name that is built from an allowed one", P(4).Text("torch._utils").Text("_rebuild_tensor_v2.__globals__").Raw(0x93), "'torch._utils._rebuild_tensor_v2.__globals__'"),
        Case("STACK_GLOBAL of numbers", P(4).Int(1).Int(2).Raw(0x93), "name is no text"),
        Case("subprocess by INST", P().Op('(').Text(Command).Op('i', "subprocess\ncheck_output\n"), "'subprocess.check_output'"),
        Case("OBJ", P().Op('(').Global("collections", "OrderedDict").Text(Command).Op('o'), "an object of a class (Object)"),
        Case("OBJ of another class", P().Op('(').Global("subprocess", "Popen").Text(Command).Op('o'), "'subprocess.Popen'"),
        Case("NEWOBJ", P().Global("collections", "OrderedDict").Op(')').Raw(0x81), "an object of a class (NewObject)"),
        Case("NEWOBJ_EX", P(4).Global("subprocess", "Popen").Op(')').Op('}').Raw(0x92), "'subprocess.Popen'"),
        Case("NEWOBJ_EX of an allowed class", P(4).Global("collections", "OrderedDict").Op(')').Op('}').Raw(0x92), "an object of a class (NewObjectEx)"),
        Case("BUILD with __setstate__", P().Global("torch.nn.modules.module", "Module").Op(')').Raw(0x81).Dictionary(("__setstate__", p => p.Global("os", "system"))).Op('b'), "'torch.nn.modules.module.Module'"),
        Case("BUILD of a list", P().Op(']').Op('}').Op('b'), "sets the state of a list"),
        Case("BUILD of a function", P().Global("torch._utils", "_rebuild_tensor_v2").Dictionary(("__code__", p => p.Op('N'))).Op('b'), "sets the state of a 'torch._utils._rebuild_tensor_v2'"),
        Case("builtins.eval", P().Global("builtins", "eval").Text("__import__('os').system('" + Command + "')").Raw(0x85).Op('R'), "'builtins.eval'"),
        Case("__builtin__.exec", P().Global("__builtin__", "exec").Text("1").Raw(0x85).Op('R'), "'__builtin__.exec'"),
        Case("getattr", P().Global("builtins", "getattr").Global("collections", "OrderedDict").Text("__class__").Raw(0x86).Op('R'), "'builtins.getattr'"),
        Case("operator.attrgetter", P().Global("operator", "attrgetter").Text("system").Raw(0x85).Op('R'), "'operator.attrgetter'"),
        Case("codecs.decode", P().Global("codecs", "decode").Text("x").Text("rot13").Raw(0x86).Op('R'), "'codecs.decode'"),
        Case("_codecs.encode with another codec", P().Global("_codecs", "encode").Text("x").Text("zip").Raw(0x86).Op('R'), "_codecs.encode"),
        Case("torch.load inside", P().Global("torch", "load").Text("other.pth").Raw(0x85).Op('R'), "'torch.load'"),
        Case("torch.hub", P().Global("torch.hub", "load").Text("a/b").Raw(0x85).Op('R'), "'torch.hub.load'"),
        Case("numpy objects", P().Global("numpy.core.multiarray", "scalar").Global("numpy", "dtype").Text("O8").Raw(0x85).Op('R').Text("x").Raw(0x86).Op('R'), "numpy.dtype"),
        Case("numpy arrays", P().Global("numpy.core.multiarray", "_reconstruct").Op(')').Op('R'), "'numpy.core.multiarray._reconstruct'"),
        Case("argparse.Namespace", P().Global("argparse", "Namespace").Op(')').Raw(0x81).Op('}').Op('b'), "'argparse.Namespace'"),
        Case("EXT1", P().Raw(0x82, 1), "extension registry (Extension1)"),
        Case("EXT4", P().Raw(0x84, 1, 0, 0, 0), "extension registry (Extension4)"),
        Case("calling a text", P().Text("os.system").Op(')').Op('R'), "calls a text"),
        Case("calling a type", P().Global("torch", "FloatStorage").Op(')').Op('R'), "calls 'torch.FloatStorage'"),
        Case("calling without a tuple", P().Global("collections", "OrderedDict").Op(']').Op('R'), "without a tuple"),
        Case("PERSID of protocol 0", P().Op('P', "storage\n"), "opcode 0x50"),
        Case("persistent id that is a text", P().Text("module").Op('Q'), "no storage (a text)"),
        Case("persistent id of another kind", P().Tuple(p => p.Text("module"), p => p.Global("torch", "FloatStorage"), p => p.Text("0"), p => p.Text("cpu"), p => p.Int(1)).Op('Q'), "no storage (a tuple)"),
        Case("persistent id that is too short", P().Tuple(p => p.Text("storage"), p => p.Global("torch", "FloatStorage"), p => p.Text("0")).Op('Q'), "no storage (a tuple)"),
        Case("storage of an allowed name that is no storage", P().Storage("0", 4, "OrderedDict", "collections"), "a storage of type 'collections.OrderedDict'"),
        Case("storage that is not there", P().Storage("99", 4), "the storage '99', which the archive does not have"),
        Case("storage by a path", P().Storage("../../etc/passwd", 4), "which the archive does not have"),
        Case("huge LONG4", P().Raw(0x8b, 0xff, 0xff, 0xff, 0x7f), "2147483647 bytes"),
        Case("number of many digits", P().Raw(0x8b, 0, 1, 0, 0).Raw(new byte[256]), "256 bytes"),
        Case("huge text", P(4).Raw(0x8d, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0x7f), "9223372036854775807 bytes"),
        Case("long text", P().Op('X').Raw(PickleBytes.U32(PickleReader.MaxStringBytes + 1)), $"{PickleReader.MaxStringBytes + 1} bytes"),
        Case("frame beyond the end", P(4).Raw(0x95, 0, 0, 0, 0, 0, 0, 0, 1), "has a value of"),
        Case("empty stack", P().Op('0'), "empty stack"),
        Case("memo entry that was never put", P().Op('h').Raw(7), "entry 7 of its memo"),
        Case("end of a container that was not begun", P().Op('t'), "has not begun"),
        Case("values left over", P().Int(1).Int(2), "left over"),
        Case("items for a number", P().Int(1).Int(2).Op('a'), "appends to something that is no list"),
        Case("items for a list", P().Op(']').Text("k").Int(2).Op('s'), "no dictionary"),
        Case("deep nesting", P().Raw([.. Enumerable.Repeat((byte)'(', PickleReader.MaxDepth + 1)]), $"more than {PickleReader.MaxDepth}"),
        Case("too many values", P().Raw([.. Enumerable.Repeat((byte)'N', PickleReader.MaxValues + 1)]), $"more than {PickleReader.MaxValues} values"),
        Case("protocol 6", new PickleBytes(6), "protocol 6"),
        Case("buffers outside of the pickle", P(5).Raw(0x97), "opcode 0x97"),
        Case("control characters in a name", P().Global("os\u001b[2J", "system"), "'os?[2J.system'"),
    ];

    private TorchArchive _archives = null!;

    [SetUp]
    public void CreateFolder()
    {
        _archives = new TorchArchive();
        File.Delete(Trace);
    }

    [TearDown]
    public void RemoveFolder() => _archives.Dispose();

    [TestCaseSource(nameof(Pickles))]
    public void Open_HostilePickle_IsRefusedByNameAndNothingRuns(byte[] pickle, string words)
    {
        var path = _archives.Write(pickle, ("0", new byte[16]));
        var error = Assert.Throws<CheckpointException>(() => Checkpoint.Open(path));
        using (Assert.EnterMultipleScope())
        {
            Assert.That(error.Message, Does.Contain(words).And.Contain(path).And.Contain("at byte"));
            Assert.That(Trace, Does.Not.Exist, "the command of the pickle");
        }
    }

    [Test]
    public void Open_ContainersThatContainThemselves_AreReadOnce()
    {
        // a = []; a.append(a); {"state_dict": {"a": a}}: following such a list would never end.
        var pickle = P().Dictionary(("state_dict", p => p.Dictionary(("a", q => q.Op(']').Op('q').Raw(0).Op('h').Raw(0).Op('a'))))).Stop();
        using var file = Checkpoint.Open(_archives.Write(pickle));
        Assert.That(file.Tensors, Is.Empty);
    }

    [Test]
    public void Open_ListsOfListsByMemo_TakeNoMoreThanTheirBytes()
    {
        // Each of 60 lists holds the one before twice: written out that would be 2^60 items.
        var pickle = P().Op(']').Op('q').Raw(0);
        for (byte i = 1; i <= 60; i++)
        {
            pickle.Op('0').Op(']').Op('(').Op('h').Raw((byte)(i - 1)).Op('h').Raw((byte)(i - 1)).Op('e').Op('q').Raw(i);
        }
        var path = _archives.Write(pickle.Op('0').Dictionary(("lists", p => p.Op('h').Raw(60))).Stop());
        using var file = Checkpoint.Open(path);
        Assert.That(file.Tensors, Is.Empty);
    }

    [Test]
    public void Open_RealFileWithRandomBytesInItsPickle_EitherOpensOrSaysWhatIsWrong()
    {
        var whole = File.ReadAllBytes(TestData.File("torch_save.pth"));
        var begin = whole.AsSpan().IndexOf<byte>([0x80, 2]);
        var random = new Random(5);
        for (var i = 0; i < 500; i++)
        {
            var bytes = (byte[])whole.Clone();
            for (var n = 0; n < 3; n++)
            {
                bytes[begin + random.Next(2100)] = (byte)random.Next(256);
            }
            var path = _archives.PathOf("random.pth");
            File.WriteAllBytes(path, bytes);
            try
            {
                Checkpoint.Open(path).Dispose();
            }
            catch (CheckpointException e)
            {
                Assert.That(e.Message, Does.Contain(path));
            }
        }
    }

    private static PickleBytes P(byte protocol = 2) => new(protocol);

    private static TestCaseData Case(string name, PickleBytes pickle, string words) => new TestCaseData(pickle.Stop(), words).SetArgDisplayNames(name);
}
