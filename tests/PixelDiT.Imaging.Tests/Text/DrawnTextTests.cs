namespace PixelDiT.Imaging.Tests.Text;

public class DrawnTextTests
{
    [TestCase("cfg = 4.5")]
    [TestCase("a < b & c > d: <b>not bold</b>")]
    [TestCase("Grüße\n漢字")]
    public void Of_Text_IsInkOnNothing(string text) => WithFonts(() =>
    {
        var drawn = DrawnText.Of(text, 20);

        Assert.That(drawn.Coverage, Has.Length.EqualTo(drawn.Width * drawn.Height));
        Assert.That(drawn.Coverage, Has.Some.EqualTo(255).And.Some.EqualTo(0));
        Assert.That(drawn.Width, Is.InRange(20, 600));
    });

    [Test]
    public void Of_LargerSize_IsLarger() => WithFonts(() =>
    {
        var (small, large) = (DrawnText.Of("steps = 30", 12), DrawnText.Of("steps = 30", 36));

        Assert.That((double)large.Width / small.Width, Is.EqualTo(3).Within(0.3));
        Assert.That((double)large.Height / small.Height, Is.EqualTo(3).Within(0.5));
    });

    [Test]
    public void Of_DifferentTexts_LookDifferent() => WithFonts(() =>
        Assert.That(DrawnText.Of("cfg = 2", 20).Coverage, Is.Not.EqualTo(DrawnText.Of("cfg = 3", 20).Coverage)));

    [TestCase("")]
    [TestCase("  \n ")]
    [TestCase("\u0001\u0002")]
    public void Of_NothingToDraw_IsEmpty(string text)
    {
        var drawn = DrawnText.Of(text, 20);

        Assert.That((drawn.Width, drawn.Height, drawn.Coverage.Length), Is.EqualTo((0, 0, 0)));
    }

    [Test]
    public void Of_HalfASurrogatePairAndVeryMuch_AreDrawnAllTheSame() => WithFonts(() =>
    {
        Assert.That(DrawnText.Of("a\ud83d", 20).Width, Is.Positive);
        Assert.That(DrawnText.Of(new string('\n', 3) + new string('x', 10_000), 1).Width, Is.Positive);
    });

    [TestCase(0)]
    [TestCase(513)]
    public void Of_SizeOutOfRange_IsRefused(int pixels) => Assert.That(() => DrawnText.Of("x", pixels), Throws.InstanceOf<ArgumentOutOfRangeException>());

    // A machine without fonts has to say so, and to draw nothing.
    private static void WithFonts(Action test)
    {
        try
        {
            _ = DrawnText.Of("x", 20);
        }
        catch (ImageException e)
        {
            Assert.That((e.Failure, e.Message), Is.EqualTo((ImageFailure.MissingFont, "drawing text: no font is installed; expected a font, on Debian from the package fonts-dejavu-core")));
            return;
        }
        test();
    }
}
