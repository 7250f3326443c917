package io.intaglio.frontend.keras.file;

import io.jhdf.api.dataset.ChunkedDataset;
import io.jhdf.filter.PipelineFilterWithData;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.zip.DataFormatException;
import java.util.zip.Inflater;

/// Demands of the chunks of a tensor that all are stored and none holds more than a chunk holds,
/// before anything is made of them.
///
/// A reader that inflates a chunk learns its size at the end: a few bytes hold a thousand times as
/// many. One that finds no chunk fills in zeros.
final class StoredChunks {
  private static final int DEFLATE = 1;
  private static final int SHUFFLE = 2;
  private static final int FLETCHER32 = 3;
  private static final int CHECKSUM_BYTES = 4;

  private StoredChunks() {}

  /// @param dims the extents of the tensor
  /// @throws Malformed if a chunk is too large, or filtered in another way than gzip and shuffle
  /// @throws io.jhdf.exceptions.HdfException if a chunk is missing
  static void demandSound(ChunkedDataset dataset, int[] dims, int elementBytes) throws Malformed {
    int[] chunk = dataset.getChunkDimensions();
    long size = elementBytes;
    boolean fits = chunk.length == dims.length && chunk.length > 0;
    for (int extent : chunk) {
      fits &= extent > 0 && (size *= extent) <= StoredTensors.MAX_ELEMENTS * elementBytes;
      if (!fits) {
        throw Malformed.of("a tensor's chunks have no size, or are too large");
      }
    }
    boolean deflated = isDeflated(dataset.getFilters());
    int[] at = new int[dims.length];
    int axis = 0;
    while (axis >= 0) {
      demandSize(dataset.getRawChunkBuffer(at), size, deflated);
      axis = dims.length - 1;
      while (axis >= 0 && (at[axis] += chunk[axis]) >= dims[axis]) {
        at[axis--] = 0;
      }
    }
  }

  private static boolean isDeflated(List<PipelineFilterWithData> filters) throws Malformed {
    int seen = 0;
    for (PipelineFilterWithData filter : filters) {
      int bit = 1 << Math.clamp(filter.getId(), 0, 30);
      boolean known =
          filter.getId() == DEFLATE || filter.getId() == SHUFFLE || filter.getId() == FLETCHER32;
      if (!known || (seen & bit) != 0) {
        throw Malformed.of("a tensor is compressed by another filter than gzip");
      }
      seen |= bit;
    }
    return (seen & 1 << DEFLATE) != 0;
  }

  private static void demandSize(ByteBuffer stored, long size, boolean deflated) throws Malformed {
    long bytes = deflated ? inflated(stored, size + CHECKSUM_BYTES) : stored.remaining();
    if (bytes < size || bytes > size + CHECKSUM_BYTES) {
      throw Malformed.of("a chunk of a tensor is not as large as it should be");
    }
  }

  /// How many bytes come out of `stored`, counted to just beyond `most`.
  private static long inflated(ByteBuffer stored, long most) throws Malformed {
    Inflater inflater = new Inflater();
    try {
      inflater.setInput(stored);
      byte[] piece = new byte[1 << 13];
      while (!inflater.finished() && inflater.getBytesWritten() <= most) {
        if (inflater.inflate(piece) == 0 && !inflater.finished()) {
          throw Malformed.of("a chunk of a tensor is damaged");
        }
      }
      return inflater.getBytesWritten();
    } catch (DataFormatException e) {
      throw Malformed.of("a chunk of a tensor is damaged");
    } finally {
      inflater.end();
    }
  }
}
