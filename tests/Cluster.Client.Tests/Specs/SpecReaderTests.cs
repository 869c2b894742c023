using Cluster.Client.Errors;
using Cluster.Client.Specs;
using Cluster.Client.Tests.Servers;
using Cluster.V1;

namespace Cluster.Client.Tests.Specs;

public sealed class SpecReaderTests
{
    private const string Minimal = """
        task: CLASSIFICATION
        data: {dataset: builtin/language-names}
        """;

    [Fact]
    public void A_full_spec_is_read_field_by_field()
    {
        JobSpec spec = Read("""
            name: language-id
            task: CLASSIFICATION
            data: {dataset: builtin/language-names, text: name, label: language, split: {validation: 0.1, test: 0.2}}
            tokens: {level: CHARACTER, maxLength: 48}
            model:
              layers:
                - embedding: {size: 64}
                - bidirectional: {lstm: {units: 32, returnSequences: true}}
                - dropout: {rate: 0.25}
                - dense: {activation: SOFTMAX}
            training:
              epochs: 15
              optimizer: {rmsprop: {learningRate: 0.002}}
              seed: 4294967295
            """);

        Assert.Equal(
            new JobSpec
            {
                Name = "language-id",
                Task = JobSpec.Types.Task.Classification,
                Data = new DataSpec
                {
                    Dataset = "builtin/language-names",
                    Text = "name",
                    Label = "language",
                    Split = new SplitSpec { Validation = 0.1, Test = 0.2 },
                },
                Tokens = new TokenSpec { Level = TokenSpec.Types.Level.Character, MaxLength = 48 },
                Model = new ModelSpec
                {
                    Layers =
                    {
                        new LayerSpec { Embedding = new EmbeddingLayer { Size = 64 } },
                        new LayerSpec
                        {
                            Bidirectional = new BidirectionalLayer { Lstm = new LstmLayer { Units = 32, ReturnSequences = true } },
                        },
                        new LayerSpec { Dropout = new DropoutLayer { Rate = 0.25f } },
                        new LayerSpec { Dense = new DenseLayer { Activation = DenseLayer.Types.Activation.Softmax } },
                    },
                },
                Training = new TrainingSpec
                {
                    Epochs = 15,
                    Optimizer = new OptimizerSpec { Rmsprop = new RmsPropOptimizer { LearningRate = 0.002f } },
                    Seed = 4294967295,
                },
            },
            spec);
    }

    [Fact]
    public void A_JSON_file_with_tabs_is_a_spec_too()
    {
        JobSpec spec = Read("{\n\t\"task\": \"CLASSIFICATION\",\n\t\"data\": {\"dataset\": \"a/b\"},\n\t\"training\": {\"epochs\": 3}\n}\n");

        Assert.Equal("a/b", spec.Data.Dataset);
        Assert.Equal(3, spec.Training.Epochs);
    }

    [Fact]
    public void A_kind_without_settings_stands_for_its_defaults_and_a_field_without_value_is_not_given()
    {
        JobSpec spec = Read("""
            name:
            model:
              layers:
                - embedding:
                - dense: ~
            training: {epochs: null, optimizer: {adam: }}
            """);

        Assert.Equal("", spec.Name);
        Assert.Equal(LayerSpec.KindOneofCase.Embedding, spec.Model.Layers[0].KindCase);
        Assert.Equal(LayerSpec.KindOneofCase.Dense, spec.Model.Layers[1].KindCase);
        Assert.False(spec.Training.HasEpochs);
        Assert.Equal(OptimizerSpec.KindOneofCase.Adam, spec.Training.Optimizer.KindCase);
    }

    [Fact]
    public void Early_stopping_without_settings_stands_for_its_defaults()
    {
        JobSpec spec = Read("training: {earlyStopping: {}, initFrom: names-1a2b}\ncheckpoint: {keepBest: true}");
        Assert.NotNull(spec.Training.EarlyStopping);
        Assert.Equal(("names-1a2b", true), (spec.Training.InitFrom, spec.Checkpoint.KeepBest));
        spec = Read("training: {earlyStopping: {monitor: f1_macro, patience: 5, minDelta: 1e-3, restoreBest: false}}");
        Assert.Equal(new EarlyStoppingSpec { Monitor = "f1_macro", Patience = 5, MinDelta = 0.001, RestoreBest = false }, spec.Training.EarlyStopping);
    }

    [Fact]
    public void Names_with_values_are_a_mapping()
    {
        JobSpec spec = Read("training: {loss: {categoricalCrossEntropy: {classWeights: {de: 0.5, \"e n\": 2}}}}");
        Assert.Equal(
            new Dictionary<string, float> { ["de"] = 0.5f, ["e n"] = 2 }, spec.Training.Loss.CategoricalCrossEntropy.ClassWeights.ToDictionary());
        ClusterException error = Assert.Throws<ClusterException>(() => Read("training: {loss: {categoricalCrossEntropy: {classWeights: {de: x}}}}"));
        Assert.Equal("training.loss.categoricalCrossEntropy.classWeights.de", Assert.Single(error.Violations).Field);
        error = Assert.Throws<ClusterException>(() => Read("training: {loss: {categoricalCrossEntropy: {classWeights: [1]}}}"));
        Assert.Equal("Must have names with values, not a list. (line 1)", Assert.Single(error.Violations).Description);
    }

    [Fact]
    public void Text_that_looks_like_a_number_stays_text()
    {
        Assert.Equal("2024", Read("name: 2024").Name);
        Assert.Equal("true", Read("name: true").Name);
        Assert.Equal("null", Read("name: 'null'").Name);
    }

    [Fact]
    public void An_anchor_can_be_used_again()
    {
        JobSpec spec = Read("""
            model:
              layers:
                - lstm: &settings {units: 8, returnSequences: true}
                - lstm: *settings
            """);

        Assert.Equal(spec.Model.Layers[0], spec.Model.Layers[1]);
    }

    [Fact]
    public void All_errors_are_reported_at_once_with_path_and_line()
    {
        ClusterException error = Assert.Throws<ClusterException>(() => Read("""
            task: classification
            epochs: 3
            data: {dataset: a, split: {validation: much}}
            tokens: [1]
            model:
              layers:
                - embeding: {size: 64}
                - bidirectional: {units: 3}
                - lstm: {units: 8, returnSequences: yes}
            training:
              batch_size: 128
              epochs: 1.5
              optimizer: {rmsprop: {}, adam: {}}
              seed: -1
              shards: [2]
              color: red
            """));

        Assert.Equal(ErrorKind.Usage, error.Kind);
        Assert.Equal("spec.yaml has 13 errors.", error.Message);
        Assert.Equal(
            [
                "task: There is no value \"classification\". Did you mean CLASSIFICATION? (line 1)",
                "epochs: There is no such field. Did you mean training.epochs? (line 2)",
                "data.split.validation: Must be a number, not \"much\". (line 3)",
                "tokens: Must have fields (level, maxLength, lowercase, minCount, maxSize, tokenizer, tokenizerSource), not a list. (line 4)",
                "model.layers[0].embeding: There is no such field. Did you mean embedding? (line 7)",
                "model.layers[1].bidirectional.units: There is no such field. Did you mean lstm.units? (line 8)",
                "model.layers[2].lstm.returnSequences: Must be true or false, not \"yes\". (line 9)",
                "training.batch_size: There is no such field. Did you mean batchSize? (line 11)",
                "training.epochs: Must be a whole number, not \"1.5\". (line 12)",
                "training.optimizer: Only one of rmsprop, adam may be given. (line 13)",
                "training.seed: Must be from 0 to 4294967295, not -1. (line 14)",
                "training.shards: Must be a single value, not a list. (line 15)",
                "training.color: There is no such field. Known: epochs, batchSize, shards, optimizer, clipNorm, seed, loss, schedule, earlyStopping, initFrom, initialFiles, verify, precision, sync. (line 16)",
            ],
            error.Violations.Select(violation => violation.ToString()));
    }

    [Theory]
    [InlineData("", "spec.yaml is empty.")]
    [InlineData("# nothing\n", "spec.yaml is empty.")]
    [InlineData("just text", "spec.yaml is no spec: it must have fields, such as task and data.")]
    [InlineData("a: 1\nb: [1, 2\nc: 3\n", "spec.yaml, line 2, column ")]
    [InlineData("a: 'x\n", "spec.yaml, line 1, column 4: ")]
    [InlineData("name: x\nname: y\n", "spec.yaml, line 2, column 1: The field \"name\" is given twice.")]
    [InlineData("name: *nobody\n", "spec.yaml, line 1, column 7: There is no anchor nobody.")]
    [InlineData("name: x\n---\nname: y\n", "spec.yaml, line 2, column 1: A second document begins here; a spec is one document.")]
    [InlineData("? [a]\n: 1\n", "spec.yaml, line 1, column 3: The name of a field must be plain text.")]
    public void Text_that_is_no_spec_is_refused_with_its_place(string text, string message)
    {
        ClusterException error = Assert.Throws<ClusterException>(() => Read(text));

        Assert.Equal(ErrorKind.Usage, error.Kind);
        Assert.StartsWith(message, error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Endless_nesting_is_refused()
    {
        ClusterException error = Assert.Throws<ClusterException>(() => Read("a: " + new string('[', 5000) + new string(']', 5000)));

        Assert.Contains("The nesting is too deep.", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_missing_file_is_named()
    {
        ClusterException error = Assert.Throws<ClusterException>(() => SpecReader.ReadFile("/no/such.yaml", []));

        Assert.Equal("There is no file /no/such.yaml.", error.Message);
    }

    [Fact]
    public void A_file_is_read()
    {
        using TemporaryFolder folder = new();
        File.WriteAllText(folder.File("spec.yaml"), Minimal);

        Assert.Equal("builtin/language-names", SpecReader.ReadFile(folder.File("spec.yaml"), []).Data.Dataset);
    }

    private static JobSpec Read(string text) => SpecReader.Read(text, "spec.yaml", []);
}
