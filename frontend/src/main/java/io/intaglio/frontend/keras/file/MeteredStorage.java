package io.intaglio.frontend.keras.file;

import io.intaglio.ir.diag.Code;
import io.jhdf.HdfFile;
import io.jhdf.Superblock;
import io.jhdf.storage.HdfBackingStorage;
import io.jhdf.storage.HdfInMemoryByteBuffer;
import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodType;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.util.Map;

/// The bytes of an HDF5 file, given out under a limit on how often and how much is asked for.
///
/// Trees, heaps and headers of the format point where they like. A tree whose nodes all point to
/// one other node doubles with every level, and no reader that follows it comes back; one that
/// asks here does.
final class MeteredStorage implements HdfBackingStorage {
  /// A dataset takes some ten reads, a stored chunk one.
  private static final int MAX_READS = 1 << 20;

  /// Bytes of headers, trees and heaps; the reader keeps up to ten times as many.
  private static final long MAX_STRUCTURE_BYTES = 1L << 25;

  /// Bytes of tensors and of tables of names.
  private static final long MAX_MAPPED_BYTES = 1L << 29;

  /// The structures that state how many entries follow, for which the reader then makes room: where
  /// in them the 8 bytes of the number are. Fixed and extensible arrays of chunks, trees of
  /// version 2.
  ///
  /// Source: HDF5 File Format Specification 3.0, III.A.2, VII.C.
  private static final Map<String, Integer> COUNTS = Map.of("FAHD", 8, "EAHD", 44, "BTHD", 26);

  private static final int SIZE_OF_NUMBERS = 8;

  private static final MethodHandle FILE = constructor();

  private final HdfBackingStorage bytes;
  private int reads;
  private long structureBytes;
  private long mappedBytes;
  private boolean spent;

  /// What reads the file, and may stumble over it.
  interface Reading<T> {
    T read() throws Malformed;
  }

  private MeteredStorage(byte[] content) {
    ByteBuffer buffer = ByteBuffer.wrap(content).order(ByteOrder.LITTLE_ENDIAN);
    Superblock start = Superblock.readSuperblock(buffer);
    if (start.getSizeOfLengths() != SIZE_OF_NUMBERS
        || start.getSizeOfOffsets() != SIZE_OF_NUMBERS
        || start.getBaseAddressByte() != 0) {
      throw new IllegalArgumentException("offsets or lengths that are not of 8 bytes");
    }
    this.bytes = new HdfInMemoryByteBuffer(buffer, start);
  }

  /// The library reads from any storage, but its own are the only ones that it lets others name.
  private static MethodHandle constructor() {
    try {
      return MethodHandles.privateLookupIn(HdfFile.class, MethodHandles.lookup())
          .findConstructor(
              HdfFile.class, MethodType.methodType(void.class, HdfBackingStorage.class));
    } catch (ReflectiveOperationException e) {
      throw new LinkageError("the library's storage", e);
    }
  }

  /// @throws Malformed if the file does not begin as HDF5
  @SuppressWarnings("PMD.AvoidCatchingGenericException")
  static MeteredStorage of(byte[] content) throws Malformed {
    try {
      return new MeteredStorage(content);
    } catch (RuntimeException broken) {
      throw unreadable();
    }
  }

  /// The file, to be read under [#guarded].
  @SuppressWarnings("PMD.AvoidCatchingGenericException")
  HdfFile open() {
    try {
      return (HdfFile) FILE.invokeExact((HdfBackingStorage) this);
    } catch (RuntimeException | Error thrown) {
      throw thrown;
    } catch (Throwable thrown) {
      throw new AssertionError(thrown);
    }
  }

  /// What `reading` reads. The library throws whatever it stumbles over; to the user all of it is a
  /// broken file, or one of which more was asked for than is given out.
  @SuppressWarnings("PMD.AvoidCatchingGenericException")
  <T> T guarded(Reading<T> reading) throws Malformed {
    try {
      return reading.read();
    } catch (RuntimeException | StackOverflowError | NoClassDefFoundError broken) {
      throw isSpent()
          ? new Malformed(Code.MOD_TOO_LARGE, "the HDF5 file's structures are too large")
          : unreadable();
    }
  }

  private static Malformed unreadable() {
    return Malformed.of("the HDF5 file cannot be read");
  }

  private synchronized boolean isSpent() {
    return spent;
  }

  @Override
  public synchronized ByteBuffer readBufferFromAddress(long address, int length) {
    structureBytes += Math.max(length, 0);
    meter(structureBytes <= MAX_STRUCTURE_BYTES);
    ByteBuffer read = bytes.readBufferFromAddress(address, length);
    demandPossibleCount(read);
    return read;
  }

  @Override
  public synchronized ByteBuffer map(long address, long length) {
    mappedBytes += Math.max(length, 0);
    meter(mappedBytes <= MAX_MAPPED_BYTES);
    return bytes.map(address, length);
  }

  @Override
  public ByteBuffer mapNoOffset(long address, long length) {
    return map(address, length);
  }

  private void meter(boolean within) {
    if (!within || ++reads > MAX_READS) {
      spent = true;
      throw new IllegalStateException("more was asked for than is given out");
    }
  }

  private void demandPossibleCount(ByteBuffer read) {
    if (read.remaining() < 4) {
      return;
    }
    byte[] signature = new byte[4];
    read.get(0, signature);
    Integer at = COUNTS.get(new String(signature, StandardCharsets.US_ASCII));
    if (at != null && read.remaining() >= at + SIZE_OF_NUMBERS) {
      long count = read.getLong(at);
      if (count < 0 || count > size() / SIZE_OF_NUMBERS) {
        throw new IllegalStateException(count + " entries");
      }
    }
  }

  @Override
  public long getUserBlockSize() {
    return 0;
  }

  @Override
  public Superblock getSuperblock() {
    return bytes.getSuperblock();
  }

  @Override
  public FileChannel getFileChannel() {
    return bytes.getFileChannel();
  }

  @Override
  public int getSizeOfOffsets() {
    return SIZE_OF_NUMBERS;
  }

  @Override
  public int getSizeOfLengths() {
    return SIZE_OF_NUMBERS;
  }

  @Override
  public void close() {
    bytes.close();
  }

  @Override
  public long size() {
    return bytes.size();
  }

  @Override
  public boolean inMemory() {
    return true;
  }
}
