using Cluster.Training.Specs;
using Cluster.V1;

namespace Cluster.Training.Tests.Specs;

public class SpecDefaultsTests
{
    [Fact]
    public void Every_default_of_a_minimal_spec_is_filled_in()
    {
        // The defaults that the comments of the protos promise.
        const string expected = """
            {
              "name": "classification",
              "task": "CLASSIFICATION",
              "data": {
                "dataset": "builtin/language-names",
                "text": "text",
                "label": "label",
                "split": {
                  "validation": 0.1,
                  "test": 0.1,
                  "stratify": false
                }
              },
              "tokens": {
                "level": "CHARACTER",
                "maxLength": 256,
                "lowercase": false,
                "minCount": 1,
                "maxSize": 50000
              },
              "model": {
                "layers": [
                  {
                    "embedding": {
                      "size": 64
                    }
                  },
                  {
                    "bidirectional": {
                      "lstm": {
                        "units": 64,
                        "kernelInitializer": {
                          "kind": "GLOROT_UNIFORM"
                        },
                        "recurrentInitializer": {
                          "kind": "ORTHOGONAL"
                        },
                        "biasInitializer": {
                          "kind": "ZEROS"
                        },
                        "unitForgetBias": true,
                        "forgetBias": 1
                      },
                      "merge": "CONCAT"
                    }
                  },
                  {
                    "dense": {
                      "activation": "SOFTMAX",
                      "kernelInitializer": {
                        "kind": "GLOROT_UNIFORM"
                      },
                      "biasInitializer": {
                        "kind": "ZEROS"
                      }
                    }
                  }
                ]
              },
              "training": {
                "epochs": 10,
                "batchSize": 128,
                "shards": 4,
                "optimizer": {
                  "rmsprop": {
                    "learningRate": 0.001,
                    "rho": 0.9,
                    "epsilon": 1e-07,
                    "weightDecay": 0
                  }
                },
                "seed": 7,
                "loss": {
                  "categoricalCrossEntropy": {}
                },
                "schedule": {
                  "constant": {}
                },
                "verify": {
                  "everySteps": 0
                },
                "precision": "FLOAT32"
              },
              "workers": {
                "min": 1,
                "max": 64
              },
              "checkpoint": {
                "everySteps": 100,
                "keepLast": 2,
                "keepBest": false
              }
            }

            """;
        var spec = new JobSpec
        {
            Task = JobSpec.Types.Task.Classification,
            Data = new DataSpec { Dataset = "builtin/language-names" },
        };
        Assert.Equal(expected, SpecDocument.Write(SpecDefaults.Resolve(spec, drawnSeed: 7)));
    }

    [Fact]
    public void What_the_user_gave_stays_and_the_given_spec_is_not_changed()
    {
        JobSpec spec = SpecValidatorTests.Minimal();
        spec.Name = "mine";
        spec.Data.Split = new SplitSpec { Validation = 0 };
        spec.Training = new TrainingSpec { Epochs = 3, Seed = 0, ClipNorm = 1 };
        JobSpec before = spec.Clone();
        JobSpec resolved = SpecDefaults.Resolve(spec, drawnSeed: 7);
        Assert.Equal(before, spec);
        Assert.Equal(("mine", 0.0, 0.1), (resolved.Name, resolved.Data.Split.Validation, resolved.Data.Split.Test));
        Assert.Equal((3, 0u, 1f), (resolved.Training.Epochs, resolved.Training.Seed, resolved.Training.ClipNorm));
        Assert.Equal("name", resolved.Data.Text);
    }

    [Theory]
    [InlineData(1, 1)]
    [InlineData(63, 1)]
    [InlineData(64, 2)]
    [InlineData(512, 16)]
    [InlineData(100_000, 16)]
    public void There_is_a_shard_for_every_32_examples_up_to_16(int batchSize, int shards)
    {
        JobSpec spec = SpecValidatorTests.Minimal();
        spec.Training = new TrainingSpec { BatchSize = batchSize };
        Assert.Equal(shards, SpecDefaults.Resolve(spec, 0).Training.Shards);
    }

    [Fact]
    public void Many_least_workers_raise_the_most()
    {
        JobSpec spec = SpecValidatorTests.Minimal();
        spec.Workers = new WorkerSpec { Min = 100 };
        Assert.Equal(100, SpecDefaults.Resolve(spec, 0).Workers.Max);
    }

    [Fact]
    public void Optimizers_have_the_defaults_of_Keras()
    {
        Assert.Equal(
            new OptimizerSpec { Sgd = new SgdOptimizer { LearningRate = 0.01f, Momentum = 0, WeightDecay = 0 } },
            Resolve(new OptimizerSpec { Sgd = new SgdOptimizer() }));
        Assert.Equal(
            new OptimizerSpec { Adam = new AdamOptimizer { LearningRate = 0.001f, Beta1 = 0.9f, Beta2 = 0.999f, Epsilon = 1e-7f, WeightDecay = 0 } },
            Resolve(new OptimizerSpec { Adam = new AdamOptimizer() }));
        Assert.Equal(
            new OptimizerSpec
            {
                Adamw = new AdamWOptimizer { LearningRate = 0.5f, Beta1 = 0.9f, Beta2 = 0.999f, Epsilon = 1e-7f, WeightDecay = 0.004f },
            },
            Resolve(new OptimizerSpec { Adamw = new AdamWOptimizer { LearningRate = 0.5f } }));
    }

    private static OptimizerSpec Resolve(OptimizerSpec optimizer)
    {
        JobSpec spec = SpecValidatorTests.Minimal();
        spec.Training = new TrainingSpec { Optimizer = optimizer };
        return SpecDefaults.Resolve(spec, 0).Training.Optimizer;
    }
}
