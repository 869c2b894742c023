"""Writes the expected values of OptimizerTests: parameters after five updates by PyTorch's own optimizers.

Run: python3 tests/goldens/optimizers.py > tests/Cluster.Training.Tests/Optimizers/OptimizerGoldens.cs

PyTorch's RMSprop divides by sqrt(v) + epsilon. Keras and we divide by sqrt(v + epsilon), so that rule is written
out here with torch tensors. Settings are rounded to float32 first, as the spec holds them.
Inputs are small fractions of powers of two, hence exact in both languages.
"""
import torch

LENGTH, STEPS = 37, 5  # Two vectors of 16 and a tail of 5.


def f32(value):
    return torch.tensor(value, dtype=torch.float32).item()


def parameters():
    return torch.tensor([(i * 7 % 13 - 6.5) / 4 for i in range(LENGTH)], dtype=torch.float32)


def gradient(step):
    return torch.tensor([((i * 5 + step * 3) % 11 - 5) / 8 for i in range(LENGTH)], dtype=torch.float32)


def by_torch(optimizer, scale, decay=0, **settings):
    p = torch.nn.Parameter(parameters())
    rule = optimizer([p], **settings)
    for step in range(1, STEPS + 1):
        # Keras' decay is decoupled for every optimizer; PyTorch's own weight_decay is so only in AdamW.
        p.data.mul_(1 - settings["lr"] * decay)
        p.grad = gradient(step) * scale
        rule.step()
    return p.detach()


def rmsprop(scale, lr, rho, epsilon, decay=0):
    p, v = parameters(), torch.zeros(LENGTH)
    for step in range(1, STEPS + 1):
        g = gradient(step) * scale
        p = p * (1 - lr * decay)
        v = rho * v + (1 - rho) * g * g
        p = p - lr * g / torch.sqrt(v + epsilon)
    return p


BETAS = (f32(0.9), f32(0.999))
RESULTS = {
    "Sgd": by_torch(torch.optim.SGD, 1, lr=f32(0.01)),
    "SgdWithMomentum": by_torch(torch.optim.SGD, 0.5, lr=f32(0.01), momentum=f32(0.9)),
    "SgdWithDecay": by_torch(torch.optim.SGD, 0.5, decay=f32(0.1), lr=f32(0.01), momentum=f32(0.9)),
    "RmsProp": rmsprop(0.5, f32(0.01), f32(0.9), f32(1e-3)),
    "RmsPropWithDecay": rmsprop(0.5, f32(0.01), f32(0.9), f32(1e-3), f32(0.1)),
    "Adam": by_torch(torch.optim.Adam, 0.5, lr=f32(0.01), betas=BETAS, eps=f32(1e-3)),
    "AdamW": by_torch(torch.optim.AdamW, 0.5, lr=f32(0.01), betas=BETAS, eps=f32(1e-3), weight_decay=f32(0.1)),
}

print(f"""namespace Cluster.Training.Tests.Optimizers;

/// <summary>Parameters after five updates; written by tests/goldens/optimizers.py with PyTorch {torch.__version__}.</summary>
internal static class OptimizerGoldens
{{""")
for name, values in RESULTS.items():
    numbers = [f"{value:.9g}f" for value in values.tolist()]
    rows = [", ".join(numbers[i : i + 8]) for i in range(0, LENGTH, 8)]
    print(f"    public static readonly float[] {name} =\n    [")
    print(",\n".join(f"        {row}" for row in rows))
    print("    ];" + ("\n" if name != "AdamW" else ""))
print("}")
