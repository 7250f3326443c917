package io.intaglio.cli.array;

import io.intaglio.cli.file.FileName;
import io.intaglio.ir.diag.Code;
import io.intaglio.ir.diag.Diagnostic;
import io.intaglio.ir.diag.InvalidInput;
import io.intaglio.ir.diag.Origin;
import java.io.BufferedInputStream;
import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.LocalDateTime;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.zip.ZipEntry;
import java.util.zip.ZipException;
import java.util.zip.ZipFile;
import java.util.zip.ZipOutputStream;

/// Files of arrays: `.npy` with one, `.npz` with several by name.
public final class ArrayFiles {
  private static final int MAX_ENTRIES = 4096;
  private static final int BUFFER = 1 << 16;

  private ArrayFiles() {}

  /// Reads one `.npy` array.
  ///
  /// @throws InvalidInput if the file is missing or is no such array
  public static NdArray readNpy(Path file) {
    try (InputStream in = new BufferedInputStream(Files.newInputStream(file), BUFFER)) {
      return NpyFile.read(in, FileName.of(file));
    } catch (IOException e) {
      throw unreadable(file, e);
    }
  }

  /// Reads a `.npz`: arrays by name, in the order of the file.
  ///
  /// @throws InvalidInput if the file is missing or is no such archive
  public static Map<String, NdArray> readNpz(Path file) {
    Map<String, NdArray> arrays = new LinkedHashMap<>();
    String place = FileName.of(file);
    try (ZipFile zip = new ZipFile(file.toFile())) {
      for (ZipEntry entry : zip.stream().toList()) {
        String name = entry.getName();
        if (!name.endsWith(".npy") || arrays.size() == MAX_ENTRIES) {
          throw notAnArchive(file, "entry '" + name + "' of the archive is no array");
        }
        try (InputStream in = new BufferedInputStream(zip.getInputStream(entry), BUFFER)) {
          String array = name.substring(0, name.length() - ".npy".length());
          if (arrays.put(array, NpyFile.read(in, place + ":" + name)) != null) {
            throw notAnArchive(file, "two arrays are called '" + array + "'");
          }
        }
      }
    } catch (ZipException e) {
      throw notAnArchive(file, "the archive is damaged: " + e.getMessage());
    } catch (IOException e) {
      throw unreadable(file, e);
    }
    if (arrays.isEmpty()) {
      throw notAnArchive(file, "there is no array in this archive");
    }
    return arrays;
  }

  /// Whether an existing file is empty or begins as a `.npy` or a zip does.
  public static boolean isArrayFile(Path file) {
    try (InputStream in = Files.newInputStream(file)) {
      byte[] start = in.readNBytes(NpyFile.MAGIC.length);
      boolean zip = start.length >= 2 && start[0] == 'P' && start[1] == 'K';
      return start.length == 0 || zip || Arrays.equals(start, NpyFile.MAGIC);
    } catch (IOException e) {
      throw unreadable(file, e);
    }
  }

  public static void writeNpy(Path file, NdArray array) {
    write(file, out -> NpyFile.write(out, array));
  }

  /// Writes arrays in the order of `arrays`, with the earliest time stamp a zip can hold, so that
  /// the same arrays give the same bytes.
  public static void writeNpz(Path file, Map<String, NdArray> arrays) {
    write(file, out -> writeNpz(out, arrays));
  }

  private static void writeNpz(OutputStream out, Map<String, NdArray> arrays) throws IOException {
    ZipOutputStream zip = new ZipOutputStream(out);
    for (Map.Entry<String, NdArray> array : arrays.entrySet()) {
      ZipEntry entry = new ZipEntry(array.getKey() + ".npy");
      entry.setTimeLocal(LocalDateTime.of(1980, 1, 1, 0, 0));
      zip.putNextEntry(entry);
      NpyFile.write(zip, array.getValue());
      zip.closeEntry();
    }
    zip.finish();
  }

  /// What goes into a file.
  private interface Content {
    void writeTo(OutputStream out) throws IOException;
  }

  /// A file that is there is replaced as a whole or stays as it was; what is no regular file (a
  /// pipe, a device) is written as it is.
  private static void write(Path file, Content content) {
    try {
      if (Files.exists(file) && !Files.isRegularFile(file)) {
        fill(file, content);
        return;
      }
      Path target = Files.exists(file) ? file.toRealPath() : file.toAbsolutePath();
      long process = ProcessHandle.current().pid();
      Path fresh = target.resolveSibling(target.getFileName() + "." + process + ".part");
      try {
        fill(fresh, content);
        Files.move(fresh, target, StandardCopyOption.REPLACE_EXISTING);
      } finally {
        Files.deleteIfExists(fresh);
      }
    } catch (IOException e) {
      throw unwritable(file, e);
    }
  }

  private static void fill(Path file, Content content) throws IOException {
    try (OutputStream out = new BufferedOutputStream(Files.newOutputStream(file))) {
      content.writeTo(out);
    }
  }

  private static InvalidInput unreadable(Path file, IOException e) {
    return new InvalidInput(
        Diagnostic.error(
            Code.MOD_UNREADABLE,
            Origin.file(file.toString()),
            e instanceof NoSuchFileException
                ? "the file does not exist"
                : "cannot be read: " + e.getClass().getSimpleName(),
            "check that the file exists and may be read"));
  }

  private static InvalidInput unwritable(Path file, IOException e) {
    return new InvalidInput(
        Diagnostic.error(
            Code.USE_OUTPUT,
            Origin.file(file.toString()),
            e instanceof NoSuchFileException
                ? "the folder does not exist"
                : "cannot be written: " + e.getClass().getSimpleName(),
            "name a folder that exists and may be written"));
  }

  private static InvalidInput notAnArchive(Path file, String message) {
    return new InvalidInput(
        Diagnostic.error(
            Code.MOD_MALFORMED,
            Origin.file(FileName.of(file)),
            message,
            "save it with numpy.savez"));
  }
}
