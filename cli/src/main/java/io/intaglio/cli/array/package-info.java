/// Arrays of numbers in NumPy's `.npy` and `.npz` files: how data enters and leaves the commands.
package io.intaglio.cli.array;
