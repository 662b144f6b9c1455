using System.Text;

namespace PixelDiT.Imaging.Tests;

public sealed class PngTextTests
{
    private static readonly byte[] Png = ImageEncoder.Png(Pictures.Gradient(20, 10, 3), 20, 10, 3);

    [Test]
    public void Insert_Latin1_IsTextChunkRightBeforeTheFirstPixels()
    {
        var chunks = Chunk.Walk(PngText.Insert(Png, [new PngTextEntry("prompt", "{\"3\": {}}"), new PngTextEntry("workflow", "é")]));
        Assert.Multiple(() =>
        {
            Assert.That(chunks.Select(c => c.Type), Is.EqualTo(new[] { "IHDR", "tEXt", "tEXt", "IDAT", "IEND" }));
            Assert.That(chunks[1].Data, Is.EqualTo("prompt\0{\"3\": {}}"u8.ToArray()));
            Assert.That(chunks[2].Data, Is.EqualTo("workflow\0"u8.ToArray().Append((byte)0xE9)));
        });
    }

    [Test]
    public void Insert_BeyondLatin1_IsInternationalTextChunk()
    {
        var chunks = Chunk.Walk(PngText.Insert(Png, [new PngTextEntry("prompt", "猫 😀")]));
        Assert.Multiple(() =>
        {
            Assert.That(chunks[1].Type, Is.EqualTo("iTXt"));
            Assert.That(chunks[1].Data, Is.EqualTo(Encoding.UTF8.GetBytes("prompt\0\0\0\0\0猫 😀")));
        });
    }

    [Test]
    public void Insert_AnyText_LeavesEverythingElse()
    {
        var withText = PngText.Insert(Png, [new PngTextEntry("a", "b")]);
        var others = Chunk.Walk(withText).Where(c => c.Type != "tEXt");
        Assert.Multiple(() =>
        {
            Assert.That(Chunk.File(others), Is.EqualTo(Png));
            Assert.That(ImageDecoder.Decode(withText).Bytes(0).ToArray(), Is.EqualTo(Pictures.Gradient(20, 10, 3)));
        });
    }

    [Test]
    public void Png_WithText_IsTheSameAsInserting()
    {
        PngTextEntry[] entries = [new("prompt", "{}"), new("workflow", "ж")];
        Assert.That(ImageEncoder.Png(Pictures.Gradient(20, 10, 3), 20, 10, 3, text: entries), Is.EqualTo(PngText.Insert(Png, entries)));
    }

    [Test]
    public void Insert_EmptyText_IsAllowed() =>
        Assert.That(Chunk.Walk(PngText.Insert(Png, [new PngTextEntry("k", "")]))[1].Data, Is.EqualTo("k\0"u8.ToArray()));

    [Test]
    public void Read_WhatWasInserted_ComesBackInOrder()
    {
        PngTextEntry[] entries =
            [new("prompt", "{\"a\": \"\\u732b\"}"), new("workflow", "猫"), new("prompt", "again"), new("é key", new string('x', 300_000))];
        Assert.That(PngText.Read(PngText.Insert(Png, entries)), Is.EqualTo(entries));
    }

    [Test]
    public void Read_ForeignChunks_AreUnderstood()
    {
        byte[] compressed = [.. "zipped\0\0"u8, .. PngMaker.Zlib(Encoding.Latin1.GetBytes("naïve"))];
        byte[] international = [.. "intl\0\x01\0de\0Titel\0"u8, .. PngMaker.Zlib(Encoding.UTF8.GetBytes("猫"))];
        var file = PngMaker.Make(
            1, 1, 8, PngMaker.Grey, [0], Chunk.Make("zTXt", compressed), Chunk.Make("iTXt", international),
            Chunk.Make("iTXt", [.. "plain\0\0\0\0\0"u8, .. "ok"u8]));
        Assert.That(PngText.Read(file), Is.EqualTo(new PngTextEntry[] { new("zipped", "naïve"), new("intl", "猫"), new("plain", "ok") }));
    }

    [Test]
    public void Read_TextAfterThePixels_IsFound()
    {
        var chunks = Chunk.Walk(Png);
        chunks.Insert(chunks.Count - 1, Chunk.Make("tEXt", "late\0text"u8.ToArray()));
        Assert.That(PngText.Read(Chunk.File(chunks)), Is.EqualTo(new[] { new PngTextEntry("late", "text") }));
    }

    [Test]
    public void Read_DamagedChunks_AreLeftOut()
    {
        var good = Chunk.Make("tEXt", "good\0text"u8.ToArray());
        var file = PngMaker.Make(
            1, 1, 8, PngMaker.Grey, [0],
            good with { Crc = good.Crc + 1 },
            Chunk.Make("tEXt", "no separator"u8.ToArray()),
            Chunk.Make("zTXt", "broken\0\0not zlib"u8.ToArray()),
            Chunk.Make("iTXt", "short\0\0"u8.ToArray()),
            good);
        Assert.That(PngText.Read(file), Is.EqualTo(new[] { new PngTextEntry("good", "text") }));
    }

    [Test]
    public void Read_CompressedBomb_IsLeftOut()
    {
        byte[] bomb = [.. "bomb\0\0"u8, .. PngMaker.Zlib(new byte[65 << 20])];
        Assert.That(PngText.Read(PngMaker.Make(1, 1, 8, PngMaker.Grey, [0], Chunk.Make("zTXt", bomb))), Is.Empty);
    }

    [Test]
    public void Read_CutOff_IsAnError() => Assert.That(
        () => PngText.Read(Png.AsSpan(0, 60), "cat.png"), Throws.TypeOf<ImageException>().With.Message.StartsWith("cat.png: "));

    [Test]
    public void Read_NotPng_IsAnError() =>
        Assert.That(() => PngText.Read("hello"u8), Throws.TypeOf<ImageException>().With.Property("Failure").EqualTo(ImageFailure.UnknownFormat));

    [Test]
    public void Insert_NoPixels_IsAnError() => Assert.That(
        () => PngText.Insert(Chunk.File([Chunk.Make("IEND", [])]), [new PngTextEntry("k", "v")]), Throws.TypeOf<ImageException>());

    [TestCase("")]
    [TestCase(" a")]
    [TestCase("a ")]
    [TestCase("a  b")]
    [TestCase("a\nb")]
    [TestCase("猫")]
    [TestCase("12345678901234567890123456789012345678901234567890123456789012345678901234567890")]
    public void Insert_BadKeyword_IsAnError(string keyword)
    {
        Assert.That(PngText.IsKeyword(keyword), Is.False);
        Assert.That(() => PngText.Insert(Png, [new PngTextEntry(keyword, "v")]), Throws.TypeOf<ImageException>());
    }

    [Test]
    public void Insert_NulInText_IsAnError() =>
        Assert.That(() => PngText.Insert(Png, [new PngTextEntry("k", "a\0b")]), Throws.TypeOf<ImageException>().With.Message.Contains("NUL"));
}
