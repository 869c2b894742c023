using Cluster.Training.Data;

namespace Cluster.Training.Tests.Data;

public class VocabularyTests
{
    [Fact]
    public void An_open_vocabulary_knows_that_it_does_not_know()
    {
        var open = new Vocabulary(["x"]);
        Assert.Equal((2, Vocabulary.Unknown), (open.IdOf("x"), open.IdOf("y")));
        Assert.True(Vocabulary.Of([.. open.Tokens]).IsOpen);
    }

    [Fact]
    public void A_closed_vocabulary_holds_its_tokens_and_refuses_all_others()
    {
        Vocabulary closed = Vocabulary.Closed(["x", "y"]);
        Assert.Equal((0, 1, 2), (closed.IdOf("x"), closed.IdOf("y"), closed.Size));
        Assert.Equal("There is no token 'z'; there are x, y.", Assert.Throws<InvalidDataException>(() => closed.IdOf("z")).Message);
        Assert.False(Vocabulary.Of(["x", "y"]).IsOpen);
    }

    [Fact]
    public void A_token_may_come_once() => Assert.Throws<InvalidDataException>(() => Vocabulary.Of(["x", "x"]));
}
