"""Makes small Keras models without quantizers, in every form they are saved in, and their outputs.

    python bench/keras_float.py FOLDER

Run with Keras 2 (tensorflow-cpu 2.14.1) it writes NAME_keras2.h5, .keras, .json and _weights.h5, with
Keras 3 NAME_keras3.h5, .keras, .json and .weights.h5; NAME_kerasN.npz holds `in` and `out`.
"""

import os
import sys

os.environ["TF_CPP_MIN_LOG_LEVEL"] = "3"
os.environ["KERAS_BACKEND"] = "tensorflow"

import keras
import numpy as np
from keras import layers

RANDOM = np.random.default_rng(20260102)


def image():
    start = layers.Input((7, 6, 2), name="x")
    x = layers.Conv2D(4, (3, 2), padding="same", activation="relu")(start)
    x = layers.BatchNormalization()(x)
    deep = layers.DepthwiseConv2D((2, 2), padding="same", depth_multiplier=1)(x)
    wide = layers.SeparableConv2D(4, (3, 3), padding="same", activation="swish")(x)
    x = layers.Add()([deep, wide])
    x = layers.Concatenate()([x, layers.Multiply()([deep, wide])])
    x = layers.BatchNormalization(scale=False)(x)
    x = layers.Activation("gelu")(x)
    pooled = layers.MaxPooling2D((2, 2), strides=(2, 2), padding="same")(x)
    mean = layers.AveragePooling2D((3, 3), strides=(2, 2), padding="same")(x)
    x = layers.Subtract()([pooled, mean])
    x = layers.BatchNormalization(center=False)(x)
    x = layers.GlobalAveragePooling2D()(x)
    x = layers.Dense(5, activation="elu")(x)
    x = layers.Dense(4)(x)
    return keras.Model(start, layers.Softmax()(x))


def sequence():
    model = keras.Sequential(
        [
            layers.Input((9, 3), name="x"),
            layers.Conv1D(4, 3, padding="causal", dilation_rate=2),
            layers.LeakyReLU(),
            layers.ZeroPadding1D((1, 2)),
            layers.Conv1D(6, 2, strides=2, activation="selu", groups=2, use_bias=False),
            layers.MaxPooling1D(2, strides=1),
            layers.AveragePooling1D(3, strides=2, padding="same"),
            layers.Dense(4, activation="tanh"),
            layers.Permute((2, 1)),
            layers.ReLU(max_value=0.75),
            layers.Dense(5, activation="softplus"),
            layers.Dropout(0.5),
            layers.Flatten(),
            layers.Dense(6, activation="sigmoid"),
            layers.Dense(6, activation="softsign"),
            layers.Dense(3, activation="softmax"),
        ]
    )
    return model


def main(folder):
    version = keras.__version__.split(".")[0]
    for name, make in (("float_image", image), ("float_sequence", sequence)):
        model = make()
        for layer in model.layers:
            layer.set_weights(
                [
                    RANDOM.uniform(0.3, 2, w.shape).astype("float32")
                    if "variance" in w.name
                    else RANDOM.normal(0, 0.7, w.shape).astype("float32")
                    for w in layer.weights
                ]
            )
        x = RANDOM.normal(0, 1.5, (8,) + model.input_shape[1:]).astype("float32")
        y = model.predict(x, verbose=0)
        path = os.path.join(folder, f"{name}_keras{version}")
        model.save(path + ".keras")
        model.save(path + ".h5")
        with open(path + ".json", "w", encoding="utf-8") as file:
            file.write(model.to_json())
        model.save_weights(path + ("_weights.h5" if version == "2" else ".weights.h5"))
        np.savez_compressed(path + ".npz", **{"in": x, "out": y})
        print(name, version, y[0])


if __name__ == "__main__":
    main(sys.argv[1])
