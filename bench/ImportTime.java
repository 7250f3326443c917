import io.intaglio.frontend.ImportOptions;
import io.intaglio.frontend.Importer;
import java.nio.file.Path;

/// Milliseconds of the first import of a fresh JVM, from the start of `main` to the network.
class ImportTime {
  public static void main(String[] arguments) {
    long start = System.nanoTime();
    Importer.read(Path.of(arguments[0]), ImportOptions.DEFAULT);
    System.out.println((System.nanoTime() - start) / 1_000_000);
  }
}
