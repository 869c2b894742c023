using System.Text;

namespace Cluster.Training.Tests.Data.Texts;

/// <summary>Files of tokenizers that are small enough to work out ids by hand.</summary>
internal static class TinyTokenizers
{
    public const string WordPiece = "[PAD]\n[UNK]\n[CLS]\n[SEP]\n[MASK]\nun\n##aff\n##able\ngood\n!\n,\n";

    // \u0120 is how byte-level BPE writes a space. Id 11 is left out.
    public const string BpeVocabulary =
        """{"l":0,"o":1,"w":2,"e":3,"r":4,"\u0120":5,"lo":6,"low":7,"er":8,"\u0120low":9,"\u0120l":10,"<|endoftext|>":12}""";

    public const string BpeMerges = "#version: 0.2\nl o\nlo w\ne r\n\u0120 low\n";

    /// <summary>Kind of a SentencePiece model: the best whole by the sum of scores.</summary>
    public const int Unigram = 1;

    /// <summary>Kind of a SentencePiece model: pairs are merged, those with the best score first.</summary>
    public const int Pairs = 2;

    private const int Normal = 1, UnknownPiece = 2, Control = 3;

    /// <summary>A SentencePiece model as protobuf: repeated pieces (1: text 1, score 2, type 3), the trainer's spec (2: kind 3), the normalizer's (3).</summary>
    public static byte[] SentencePiece(int kind)
    {
        (string Text, float Score, int Type)[] pieces =
        [
            ("<unk>", 0, UnknownPiece), ("<s>", 0, Control), ("</s>", 0, Control),
            ("\u2581", -5, Normal), ("a", -3, Normal), ("b", -3, Normal), ("ab", -2, Normal), ("\u2581ab", -1, Normal),
        ];
        byte[] trainer = [0x18, (byte)kind];
        // A space before the text, no doubled spaces, spaces written as U+2581.
        byte[] normalizer = [0x18, 1, 0x20, 1, 0x28, 1];
        return [.. pieces.SelectMany(piece => Message(1, Piece(piece.Text, piece.Score, piece.Type))), .. Message(2, trainer), .. Message(3, normalizer)];
    }

    private static byte[] Piece(string text, float score, int type) =>
        [.. Message(1, Encoding.UTF8.GetBytes(text)), 0x15, .. BitConverter.GetBytes(score), 0x18, (byte)type];

    private static byte[] Message(int field, byte[] content) => [(byte)(field << 3 | 2), (byte)content.Length, .. content];
}
