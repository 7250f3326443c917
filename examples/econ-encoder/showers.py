"""Synthetic calorimeter showers seen by the 48 trigger cells of one hexagonal module.

The module is three rhombi of 4x4 cells around its centre, as in the CMS HGCAL concentrator
(arXiv:2105.01683). Cells 0-31 are the first two rhombi side by side (rows 0-3 of an 8x8 image),
cells 32-47 the third (rows 4-7, columns 0-3); the fourth quadrant is empty.
"""

import numpy as np

CELLS = 48
FRACTION_BITS = 7  # of the normalised input codes, unsigned, 8 bits


def cell_positions():
    """Centres of the 48 cells, shape [48, 2], in units of the cell pitch."""

    def direction(degrees):
        angle = np.deg2rad(degrees)
        return np.array([np.cos(angle), np.sin(angle)])

    positions = np.zeros((CELLS, 2))
    for rhombus in range(3):
        along = direction(120 * rhombus)
        across = direction(120 * rhombus + 120)
        for i in range(4):
            for j in range(4):
                cell = 8 * i + 4 * rhombus + j if rhombus < 2 else 32 + 4 * i + j
                positions[cell] = (i + 0.5) * along + (j + 0.5) * across
    return positions


def generate(count, rng):
    """Energies in the cells and what made them.

    Returns charges (integers in units of the least significant bit, [count, 48]), and of the
    hardest particle of each event its position [count, 2].
    """
    cells = cell_positions()
    charges = np.zeros((count, CELLS))
    leading = np.zeros((count, 2))
    particles = 1 + rng.binomial(2, 0.4, size=count)
    for slot in range(3):
        here = particles > slot
        energy = np.exp(rng.uniform(np.log(5.0), np.log(200.0), size=count))
        if slot > 0:
            energy *= 0.5
        # Uniform over the hexagon: a random point of a random rhombus.
        rhombus = rng.integers(0, 3, size=count)
        u, v = rng.uniform(0, 4, size=(2, count))
        a = np.deg2rad(120.0 * rhombus)
        b = a + np.deg2rad(120.0)
        position = np.stack([u * np.cos(a) + v * np.cos(b), u * np.sin(a) + v * np.sin(b)], axis=1)
        distance2 = ((cells[None] - position[:, None]) ** 2).sum(axis=2)
        # A narrow core and a wide halo, with widths that fluctuate from shower to shower.
        core = rng.uniform(0.35, 0.7, size=(count, 1))
        halo = rng.uniform(1.0, 2.0, size=(count, 1))
        share = rng.uniform(0.6, 0.95, size=(count, 1))
        profile = share * np.exp(-distance2 / (2 * core**2)) / core**2
        profile += (1 - share) * np.exp(-np.sqrt(distance2) / halo) / halo**2
        profile *= rng.gamma(20.0, 1 / 20.0, size=profile.shape)
        profile /= profile.sum(axis=1, keepdims=True)
        charges += here[:, None] * energy[:, None] * profile * 16.0
        if slot == 0:
            leading = position
    charges += rng.exponential(0.6, size=charges.shape) * (rng.random(charges.shape) < 0.5)
    return np.floor(charges).astype(np.int64), leading


def normalise(charges):
    """x = floor(q * 2^7 / 2^floor(log2 sum)): codes of 8 unsigned bits, as on the chip."""
    total = charges.sum(axis=1, keepdims=True)
    exponent = np.floor(np.log2(np.maximum(total, 1))).astype(np.int64)
    codes = (charges << FRACTION_BITS) >> exponent
    assert codes.min() >= 0 and codes.max() <= 255
    return codes.astype(np.uint8)
