package io.intaglio.frontend.tflite;

import com.google.flatbuffers.Table;
import io.intaglio.ir.type.Shape;
import java.util.Arrays;
import java.util.BitSet;
import java.util.function.IntUnaryOperator;
import java.util.function.UnaryOperator;
import org.tensorflow.lite.schema.DimensionMetadata;
import org.tensorflow.lite.schema.DimensionType;
import org.tensorflow.lite.schema.Int32Vector;
import org.tensorflow.lite.schema.SparseIndexVector;
import org.tensorflow.lite.schema.SparsityParameters;
import org.tensorflow.lite.schema.Uint16Vector;
import org.tensorflow.lite.schema.Uint8Vector;

/// Where the stored elements of a sparse constant lie in the dense one, in which all others have
/// the code 0, whatever its zero point.
///
/// The levels of the traversal are the tensor's axes in any order, each divided by the extent of
/// its block, then the axes of the blocks. A dense level has all indices below its extent under
/// every place of the level before; a level in compressed rows has under place `p` the indices
/// `indices[segments[p]]` to `indices[segments[p + 1] − 1]`. What is stored are the places of the
/// last level.
///
/// The runtime skips or overwrites what does not fit; here every element must lie inside and no two
/// in one place.
///
/// Source: tensorflow/lite/kernels/internal/utils/sparsity_format_converter.cc,
/// `InitSparseToDenseConverter` and `Populate`.
final class SparseLayout {
  private final int[] places;
  private final boolean rowBlocks;

  private SparseLayout(int[] places, boolean rowBlocks) {
    this.places = places;
    this.rowBlocks = rowBlocks;
  }

  /// @param elements how many are stored
  /// @throws Malformed if they cannot be those of a tensor of `shape`
  /// @throws IndexOutOfBoundsException if the parameters leave the file
  static SparseLayout decode(String tensor, SparsityParameters table, Shape shape, int elements)
      throws Malformed {
    return new Decoder(tensor, table, shape).layout(elements);
  }

  /// How many elements are stored.
  int stored() {
    return places.length;
  }

  /// The codes of a dense tensor with so many elements.
  long[] dense(long[] stored, int elements) {
    long[] codes = new long[elements];
    for (int i = 0; i < places.length; i++) {
      codes[places[i]] = stored[i];
    }
    return codes;
  }

  /// Whether it is a matrix of which each row has blocks of 16 elements.
  boolean hasRowBlocks() {
    return rowBlocks;
  }

  private static final class Decoder {
    private final String tensor;
    private final SparsityParameters table;
    private final Shape shape;
    private final int[] order;
    private final int[] blockMap;

    /// Extents of the blocks, in the order of the block map.
    private final int[] blocks;

    Decoder(String tensor, SparsityParameters table, Shape shape) throws Malformed {
      this.tensor = tensor;
      this.table = table;
      this.shape = shape;
      int blockCount = table.blockMapLength();
      int levels = table.traversalOrderLength();
      boolean fits = blockCount >= 0 && blockCount <= shape.rank();
      if (!fits || levels != shape.rank() + blockCount || table.dimMetadataLength() != levels) {
        throw malformed(
            "traverses " + levels + " levels with " + blockCount + " blocks for " + shape);
      }
      this.order = all(levels, table::traversalOrder);
      this.blockMap = all(blockCount, table::blockMap);
      this.blocks = new int[blockCount];
    }

    SparseLayout layout(int elements) throws Malformed {
      checkOrder();
      readBlocks();
      int[] places = {0};
      for (int level = 0; level < order.length; level++) {
        DimensionMetadata metadata = table.dimMetadata(level);
        places =
            switch (metadata.format()) {
              case DimensionType.DENSE -> dense(level, metadata, places);
              case DimensionType.SPARSE_CSR -> compressed(level, metadata, places);
              default -> throw malformed("has levels of format " + metadata.format());
            };
      }
      if (places.length != elements) {
        throw malformed("describes " + places.length + " elements, " + elements + " are stored");
      }
      BitSet taken = new BitSet();
      for (int place : places) {
        if (taken.get(place)) {
          throw malformed("has two elements in one place");
        }
        taken.set(place);
      }
      return new SparseLayout(places, rowBlocks());
    }

    /// Every axis once, then every block once; one block an axis, in the order of the axes.
    private void checkOrder() throws Malformed {
      int rank = shape.rank();
      BitSet seen = new BitSet();
      for (int level = 0; level < order.length; level++) {
        int least = level < rank ? 0 : rank;
        int end = level < rank ? rank : order.length;
        if (order[level] < least || order[level] >= end || seen.get(order[level])) {
          throw malformed("traverses its axes as " + Arrays.toString(order));
        }
        seen.set(order[level]);
      }
      for (int block = 0; block < blockMap.length; block++) {
        int least = block == 0 ? 0 : blockMap[block - 1] + 1;
        if (blockMap[block] < least || blockMap[block] >= rank) {
          throw malformed("has blocks along the axes " + Arrays.toString(blockMap));
        }
      }
    }

    /// Extents that divide their axes. The runtime takes that of block `b` from the level that
    /// `order[rank + b]` names, whichever block is traversed there; they must agree.
    private void readBlocks() throws Malformed {
      int rank = shape.rank();
      for (int block = 0; block < blocks.length; block++) {
        blocks[block] = table.dimMetadata(order[rank + block]).denseSize();
        int extent = shape.dim(blockMap[block]);
        if (blocks[block] <= 0 || extent % blocks[block] != 0) {
          throw malformed("has blocks of " + blocks[block] + " along an axis of " + extent);
        }
      }
    }

    private boolean isAxis(int level) {
      return level < shape.rank();
    }

    /// The block along an axis, or its only element.
    private int blockOf(int axis) {
      int block = Arrays.binarySearch(blockMap, axis);
      return block < 0 ? 1 : blocks[block];
    }

    private int extent(int level) {
      int index = order[level];
      return isAxis(level) ? shape.dim(index) / blockOf(index) : blocks[index - shape.rank()];
    }

    /// How far apart in the dense tensor are two neighbours of a level.
    private int stride(int level) {
      int index = order[level];
      int axis = isAxis(level) ? index : blockMap[index - shape.rank()];
      int stride = isAxis(level) ? blockOf(axis) : 1;
      for (int inner = axis + 1; inner < shape.rank(); inner++) {
        stride *= shape.dim(inner);
      }
      return stride;
    }

    private int[] dense(int level, DimensionMetadata metadata, int[] places) throws Malformed {
      int extent = extent(level);
      if (metadata.denseSize() != extent) {
        throw malformed(
            "has level " + level + " of extent " + metadata.denseSize() + ", not " + extent);
      }
      int stride = stride(level);
      int[] next = new int[places.length * extent];
      Arrays.setAll(next, n -> places[n / extent] + n % extent * stride);
      return next;
    }

    private int[] compressed(int level, DimensionMetadata metadata, int[] places) throws Malformed {
      int extent = extent(level);
      if (!isAxis(level)) {
        throw malformed("has blocks that are sparse themselves");
      }
      int[] segments =
          vector(metadata.arraySegmentsType(), metadata::arraySegments, places.length + 1L);
      int[] indices =
          vector(
              metadata.arrayIndicesType(), metadata::arrayIndices, (long) places.length * extent);
      boolean whole =
          segments.length == places.length + 1
              && segments[0] == 0
              && segments[places.length] == indices.length;
      for (int n = 0; whole && n < places.length; n++) {
        whole = segments[n] <= segments[n + 1];
      }
      if (!whole) {
        throw malformed("has segments in level " + level + " that do not divide its indices");
      }
      int stride = stride(level);
      int[] next = new int[indices.length];
      for (int n = 0; n < places.length; n++) {
        for (int i = segments[n]; i < segments[n + 1]; i++) {
          if (indices[i] < 0 || indices[i] >= extent) {
            throw malformed("has the index " + indices[i] + " in level " + level);
          }
          next[i] = places[n] + indices[i] * stride;
        }
      }
      return next;
    }

    private int[] vector(byte type, UnaryOperator<Table> field, long most) throws Malformed {
      Table vector =
          field.apply(
              switch (type) {
                case SparseIndexVector.Int32Vector -> new Int32Vector();
                case SparseIndexVector.Uint16Vector -> new Uint16Vector();
                case SparseIndexVector.Uint8Vector -> new Uint8Vector();
                default -> throw malformed("lacks segments or indices");
              });
      return switch (vector) {
        case Int32Vector words -> atMost(most, words.valuesLength(), words::values);
        case Uint16Vector halves -> atMost(most, halves.valuesLength(), halves::values);
        case Uint8Vector bytes -> atMost(most, bytes.valuesLength(), bytes::values);
        case null, default -> throw malformed("lacks segments or indices");
      };
    }

    private int[] atMost(long most, int length, IntUnaryOperator at) throws Malformed {
      if (length < 0 || length > most) {
        throw malformed("has " + length + " segments or indices where " + most + " fit");
      }
      return all(length, at);
    }

    private static int[] all(int length, IntUnaryOperator at) {
      int[] all = new int[length];
      Arrays.setAll(all, at);
      return all;
    }

    private boolean rowBlocks() {
      return Arrays.equals(order, new int[] {0, 1, 2})
          && Arrays.equals(blockMap, new int[] {1})
          && blocks[0] == 16
          && table.dimMetadata(0).format() == DimensionType.DENSE
          && table.dimMetadata(1).format() == DimensionType.SPARSE_CSR;
    }

    private Malformed malformed(String what) {
      return new Malformed("the sparse tensor '" + tensor + "' " + what);
    }
  }
}
