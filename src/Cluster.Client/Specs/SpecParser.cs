using Cluster.Client.Errors;
using YamlDotNet.Core;
using YamlDotNet.Core.Events;

namespace Cluster.Client.Specs;

/// <summary>Reads one YAML or JSON document into nodes that know their line. JSON is read as YAML, which contains it.</summary>
internal sealed class SpecParser
{
    // Deeper than any spec; keeps hostile nesting from exhausting the stack.
    private const int MaxDepth = 32;

    private readonly Parser _parser;
    private readonly string _source;
    private readonly string? _origin;
    private readonly Dictionary<AnchorName, SpecNode> _anchors = [];

    private SpecParser(string text, string source, string? origin)
    {
        _parser = new Parser(new StringReader(text));
        _source = source;
        _origin = origin;
    }

    /// <summary>Reads a document.</summary>
    /// <param name="text">YAML or JSON.</param>
    /// <param name="source">Name for messages: the file or the option.</param>
    /// <param name="origin">Origin of every node; null for its line.</param>
    /// <exception cref="ClusterException">The text is no YAML; names the line and the column.</exception>
    public static SpecNode Parse(string text, string source, string? origin = null)
    {
        SpecParser parser = new(text, source, origin);
        try
        {
            return parser.Document();
        }
        catch (YamlException error)
        {
            throw parser.Wrong(error.Start, error.InnerException?.Message ?? error.Message);
        }
        catch (InvalidOperationException)
        {
            // The scanner gives up so on some texts, such as a list whose bracket stays open.
            throw parser.Wrong(parser._parser.Current?.End ?? Mark.Empty, "The text after this is no YAML; a bracket or quote may be open.");
        }
    }

    private SpecNode Document()
    {
        _parser.Consume<StreamStart>();
        if (_parser.Accept<StreamEnd>(out _))
            return new SpecScalar("", false, _origin ?? "line 1");
        _parser.Consume<DocumentStart>();
        SpecNode root = Node(0);
        _parser.Consume<DocumentEnd>();
        return _parser.Accept<StreamEnd>(out _)
            ? root
            : throw Wrong(_parser.Current!.Start, "A second document begins here; a spec is one document.");
    }

    private SpecNode Node(int depth)
    {
        if (depth > MaxDepth)
            throw Wrong(_parser.Current!.Start, "The nesting is too deep.");
        if (_parser.TryConsume<AnchorAlias>(out AnchorAlias? alias))
            return _anchors.TryGetValue(alias.Value, out SpecNode? known)
                ? known
                : throw Wrong(alias.Start, $"There is no anchor {alias.Value}.");
        NodeEvent start = _parser.Consume<NodeEvent>();
        SpecNode node = start switch
        {
            Scalar scalar => new SpecScalar(scalar.Value, scalar.Style is not ScalarStyle.Plain, Origin(scalar)),
            SequenceStart => List(start, depth),
            _ => Mapping(start, depth),
        };
        if (!start.Anchor.IsEmpty)
            _anchors[start.Anchor] = node;
        return node;
    }

    private SpecList List(NodeEvent start, int depth)
    {
        List<SpecNode> items = [];
        while (!_parser.TryConsume<SequenceEnd>(out _))
            items.Add(Node(depth + 1));
        return new SpecList(items, Origin(start));
    }

    private SpecMapping Mapping(NodeEvent start, int depth)
    {
        OrderedDictionary<string, SpecField> fields = [];
        while (!_parser.TryConsume<MappingEnd>(out _))
        {
            if (!_parser.TryConsume<Scalar>(out Scalar? name))
                throw Wrong(_parser.Current!.Start, "The name of a field must be plain text.");
            SpecField field = new(name.Value, Node(depth + 1), Origin(name));
            if (!fields.TryAdd(field.Name, field))
                throw Wrong(name.Start, $"The field \"{name.Value}\" is given twice.");
        }
        return new SpecMapping(fields, Origin(start));
    }

    private string Origin(ParsingEvent at) => _origin ?? $"line {at.Start.Line}";

    private ClusterException Wrong(Mark at, string sentence) => new(
        ErrorKind.Usage,
        _origin is null ? $"{_source}, line {at.Line}, column {at.Column}: {sentence}" : $"{_source}: {sentence}");
}
