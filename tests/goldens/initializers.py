"""Prints the literals of InitializerTests: an independent implementation with numpy's Householder QR.

Run: python3 tests/goldens/initializers.py
"""

import numpy

MASK = (1 << 64) - 1


def mix(value):
    value = ((value ^ (value >> 30)) * 0xBF58476D1CE4E5B9) & MASK
    value = ((value ^ (value >> 27)) * 0x94D049BB133111EB) & MASK
    return value ^ (value >> 31)


def key_of(purpose, *parts):
    key = mix(purpose)
    for part in parts:
        key = mix(key ^ mix((part + 0x9E3779B97F4A7C15) & MASK))
    return key


def uniforms(key):
    while True:
        key = (key + 0x9E3779B97F4A7C15) & MASK
        yield (mix(key) >> 11) * 2.0**-53


def uniform(key, shape, limit):
    source = uniforms(key)
    return numpy.array([limit * (2 * next(source) - 1) for _ in range(shape[0] * shape[1])]).reshape(shape)


def orthogonal(key, rows, columns):
    source = uniforms(key)
    normal = lambda: numpy.sqrt(-2 * numpy.log(1 - next(source))) * numpy.cos(2 * numpy.pi * next(source))
    matrix = numpy.array([[normal() for _ in range(rows)] for _ in range(columns)]).T
    q, r = numpy.linalg.qr(matrix)
    return q * numpy.sign(numpy.diag(r))


def show(name, values):
    print(name, ", ".join(f"{value:.8g}f" for value in values.ravel()))


# Parameters 0, 1, 2 and 4 of embedding(2) over 3 tokens, lstm(2), dense with 2 classes; seed 42.
show("embedding.weight", uniform(key_of(1, 42, 0), (3, 2), 0.05))
show("lstm.weight_ih_l0", uniform(key_of(1, 42, 1), (8, 2), numpy.sqrt(6 / 10)))
show("lstm.weight_hh_l0", orthogonal(key_of(1, 42, 2), 8, 2))
show("dense.weight", uniform(key_of(1, 42, 4), (2, 2), numpy.sqrt(6 / 4)))
