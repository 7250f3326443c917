"""Trains the encoder with quantization in the loop, exports it, measures what it preserves.

    pip install -r requirements.txt && python train.py

writes encoder.onnx, showers.npy (input codes), latents.npy (what the encoder must answer) and
results.md beside this file. Seeded; a few minutes on two cores.
"""

import os
import pathlib

# One thread: the sums of a matrix product then have one order, and small matrices are faster.
os.environ["OPENBLAS_NUM_THREADS"] = "1"

import numpy as np

import evaluate
import network
import showers

HERE = pathlib.Path(__file__).parent
SEED = 20261126
TRAIN, TEST = 100_000, 10_000
BATCH, EPOCHS, RATE = 256, 50, 2e-3
DECODER = 128  # width of the decoder's two hidden layers
SAMPLES = 1000  # rows committed for the demo


class Adam:
    """Kingma & Ba 2015, with the step size falling to zero along a cosine."""

    def __init__(self, parameters, steps):
        self.mean = {name: np.zeros_like(value) for name, value in parameters.items()}
        self.square = {name: np.zeros_like(value) for name, value in parameters.items()}
        self.step, self.steps = 0, steps

    def update(self, parameters, gradients):
        self.step += 1
        rate = RATE * 0.5 * (1 + np.cos(np.pi * self.step / self.steps))
        for name, gradient in gradients.items():
            self.mean[name] += 0.1 * (gradient - self.mean[name])
            self.square[name] += 0.001 * (gradient**2 - self.square[name])
            mean = self.mean[name] / (1 - 0.9**self.step)
            square = self.square[name] / (1 - 0.999**self.step)
            parameters[name] -= rate * mean / (np.sqrt(square) + 1e-8)


def initial(rng):
    def normal(*shape):
        return rng.normal(0, np.sqrt(2.0 / shape[-1]), size=shape)

    return {
        "conv_w": normal(network.FILTERS, 9) * 0.5,
        "conv_b": np.full(network.FILTERS, 0.05),
        "dense_w": normal(network.LATENTS, 128),
        "dense_b": np.full(network.LATENTS, 0.2),
        "d1_w": normal(DECODER, network.LATENTS),
        "d1_b": np.zeros(DECODER),
        "d2_w": normal(DECODER, DECODER),
        "d2_b": np.zeros(DECODER),
        "d3_w": normal(showers.CELLS, DECODER),
        "d3_b": np.zeros(showers.CELLS),
    }


def loss_and_gradients(p, codes, positions):
    """Cross entropy of the energy shares plus squared error of the centroid.

    Rounding passes gradients straight through inside the range of its quantizer and none outside.
    """
    count = len(codes)
    padded = np.concatenate([codes * network.INPUT_STEP, np.zeros((count, 1))], axis=1)
    taps = padded[:, network.windows()]
    kernel = network.quantize(p["conv_w"], network.WEIGHT_STEP, -32, 31) * network.WEIGHT_STEP
    bias = network.quantize(p["conv_b"], network.WEIGHT_STEP, -32, 31) * network.WEIGHT_STEP
    conv = taps @ kernel.T + bias
    hidden = network.quantize(np.maximum(conv, 0), network.HIDDEN_STEP, 0, 255)
    hidden = hidden * network.HIDDEN_STEP
    flat = hidden.transpose(0, 2, 1).reshape(count, -1)
    step = network.dense_steps(p["dense_w"]).astype(np.float64)[:, None]
    dense = network.quantize(p["dense_w"], step, -32, 31) * step
    offset = network.quantize(p["dense_b"], network.DENSE_BIAS_STEP, -128, 127)
    offset = offset * network.DENSE_BIAS_STEP
    latent = flat @ dense.T + offset
    z = network.quantize(np.maximum(latent, 0), network.LATENT_STEP, 0, 255) * network.LATENT_STEP

    a1 = np.maximum(z @ p["d1_w"].T + p["d1_b"], 0)
    a2 = np.maximum(a1 @ p["d2_w"].T + p["d2_b"], 0)
    logits = a2 @ p["d3_w"].T + p["d3_b"]
    logits -= logits.max(axis=1, keepdims=True)
    share = np.exp(logits)
    share /= share.sum(axis=1, keepdims=True)
    truth = codes / np.maximum(codes.sum(axis=1, keepdims=True), 1)
    entropy = -(truth * np.log(share + 1e-12)).sum(axis=1).mean()
    error = (share - truth) @ positions
    loss = entropy + 0.3 * (error**2).sum(axis=1).mean()

    g_share = 0.6 * (error @ positions.T) / count
    g_logits = (share - truth) / count
    g_logits += share * (g_share - (g_share * share).sum(axis=1, keepdims=True))
    g_a2 = (g_logits @ p["d3_w"]) * (a2 > 0)
    g_a1 = (g_a2 @ p["d2_w"]) * (a1 > 0)
    g_z = g_a1 @ p["d1_w"]
    g_latent = g_z * ((latent > 0) & (latent < 255.5 * network.LATENT_STEP))
    g_hidden = (g_latent @ dense).reshape(count, network.FILTERS, 16).transpose(0, 2, 1)
    g_conv = g_hidden * ((conv > 0) & (conv < 255.5 * network.HIDDEN_STEP))
    gradients = {
        "d3_w": g_logits.T @ a2,
        "d3_b": g_logits.sum(axis=0),
        "d2_w": g_a2.T @ a1,
        "d2_b": g_a2.sum(axis=0),
        "d1_w": g_a1.T @ z,
        "d1_b": g_a1.sum(axis=0),
        "dense_w": g_latent.T @ flat,
        "dense_b": g_latent.sum(axis=0),
        "conv_w": g_conv.reshape(-1, network.FILTERS).T @ taps.reshape(-1, 9),
        "conv_b": g_conv.sum(axis=(0, 1)),
    }
    return loss, gradients


def train(codes, positions, rng):
    parameters = initial(rng)
    steps = EPOCHS * (len(codes) // BATCH)
    optimizer = Adam(parameters, steps)
    for epoch in range(EPOCHS):
        order = rng.permutation(len(codes))
        total = 0.0
        for start in range(0, len(codes) - BATCH + 1, BATCH):
            batch = codes[order[start : start + BATCH]].astype(np.float64)
            loss, gradients = loss_and_gradients(parameters, batch, positions)
            optimizer.update(parameters, gradients)
            # Convolution weights live on a fixed grid of 6 bits: keep them where it reaches.
            np.clip(parameters["conv_w"], -1.0, 31 / 32, out=parameters["conv_w"])
            np.clip(parameters["conv_b"], -1.0, 31 / 32, out=parameters["conv_b"])
            total += loss
        print(f"epoch {epoch + 1:2d}  loss {total / (len(codes) // BATCH):.4f}", flush=True)
    return parameters


def main():
    rng = np.random.default_rng(SEED)
    positions = showers.cell_positions()
    train_charges, _ = showers.generate(TRAIN, rng)
    test_charges, leading = showers.generate(TEST, rng)
    parameters = train(showers.normalise(train_charges), positions, rng)
    parameters = {name: value.astype(np.float32) for name, value in parameters.items()}
    network.export(parameters, HERE / "encoder.onnx")
    codes = showers.normalise(test_charges)
    latents = network.encode(parameters, codes)
    np.save(HERE / "showers.npy", codes[:SAMPLES])
    np.save(HERE / "latents.npy", latents[:SAMPLES])
    report = evaluate.report(parameters, test_charges, codes, latents, leading, positions)
    (HERE / "results.md").write_text(report)
    print(report)


if __name__ == "__main__":
    main()
