"""What the encoder preserves, beside simple ways to spend the same number of bits."""

import numpy as np

import network

RADIUS = 1.5  # of the cone around the hardest particle, in cell pitches


def decode(parameters, latents):
    """Energy shares of the 48 cells from latent codes, each row summing to one."""
    z = latents * network.LATENT_STEP
    a = np.maximum(z @ parameters["d1_w"].T + parameters["d1_b"], 0)
    a = np.maximum(a @ parameters["d2_w"].T + parameters["d2_b"], 0)
    logits = a @ parameters["d3_w"].T + parameters["d3_b"]
    share = np.exp(logits - logits.max(axis=1, keepdims=True))
    return share / share.sum(axis=1, keepdims=True)


def truncate(codes, bits):
    """Every cell keeps `bits` bits below the leading one of the largest cell (whose place is sent
    too), read back at the middle of the step."""
    leading = np.frexp(codes.max(axis=1, keepdims=True).astype(np.float64))[1]
    shift = np.maximum(leading - bits, 0)
    kept = codes.astype(np.int64) >> shift
    return np.where(kept > 0, (kept + 0.5 * (shift > 0)) * 2.0**shift, 0.0)


def largest(codes, count):
    """The `count` largest cells as they are, the rest zero."""
    order = np.argsort(-codes.astype(np.int64), axis=1, kind="stable")[:, :count]
    kept = np.zeros(codes.shape)
    np.put_along_axis(kept, order, np.take_along_axis(codes, order, axis=1), axis=1)
    return kept


def figures(shares, charges, leading, positions):
    """Resolution (half the central 68 %) of the cone's energy, and the median centroid error."""
    total = charges.sum(axis=1)
    near = ((positions[None] - leading[:, None]) ** 2).sum(axis=2) < RADIUS**2
    truth = (charges * near).sum(axis=1)
    guess = (shares * near).sum(axis=1) * total
    seen = truth > 0
    ratio = guess[seen] / truth[seen]
    lo, hi = np.quantile(ratio, [0.16, 0.84])
    centre_truth = charges @ positions / total[:, None]
    centre_guess = shares @ positions
    distance = np.sqrt(((centre_guess - centre_truth) ** 2).sum(axis=1))
    return (hi - lo) / 2, np.median(ratio), np.median(distance), np.quantile(distance, 0.95)


def report(parameters, charges, codes, latents, leading, positions):
    """A table in Markdown."""

    def shares(values):
        return values / np.maximum(values.sum(axis=1, keepdims=True), 1)

    seen = charges.sum(axis=1) > 0
    charges, codes, latents, leading = charges[seen], codes[seen], latents[seen], leading[seen]
    rows = [
        ("encoder, 16 latents of 8 bits", 128, decode(parameters, latents)),
        ("9 largest cells of 8 bits, with addresses", 126, shares(largest(codes, 9))),
        ("every cell truncated to 2 bits, one exponent", 99, shares(truncate(codes, 2))),
        ("every cell truncated to 3 bits, one exponent", 147, shares(truncate(codes, 3))),
        ("all cells as they are, 8 bits", 384, shares(codes.astype(np.float64))),
    ]
    lines = [
        "# What the encoder preserves",
        "",
        f"{len(charges)} test showers. Energy: within {RADIUS} cell pitches of the hardest particle,",
        "reconstructed over true; its median, and half of the central 68 % (resolution). Position:",
        "distance of the energy centroid from the true one, in cell pitches. The sum over all cells is",
        "sent beside (9 bits) in every row.",
        "",
        "| sent | bits | energy resolution | median | position, median | position, 95 % |",
        "|---|---|---|---|---|---|",
    ]
    for name, bits, share in rows:
        resolution, median, near, far = figures(share, charges, leading, positions)
        lines.append(
            f"| {name} | {bits} | {100 * resolution:.1f} % | {median:.3f} | {near:.3f} | {far:.3f} |"
        )
    return "\n".join(lines) + "\n"
