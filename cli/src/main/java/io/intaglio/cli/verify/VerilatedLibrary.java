package io.intaglio.cli.verify;

import io.intaglio.cli.tool.ToolFailure;
import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.SymbolLookup;
import java.lang.foreign.ValueLayout;
import java.lang.invoke.MethodHandle;
import java.nio.file.Path;

/// A design as Verilator made it, in a shared library that runs inside this process: two states,
/// registers powered up with bits drawn from a seed.
final class VerilatedLibrary implements RtlSimulator, AutoCloseable {
  private static final int REASON_BYTES = 1024;

  private final Arena arena = Arena.ofShared();
  private final MethodHandle run;
  private final int outputWords;
  private final int seed;

  /// Loads `library`, whose harness shows `outputWords` words a cycle.
  @SuppressWarnings("restricted")
  VerilatedLibrary(Path library, int outputWords, long seed) {
    SymbolLookup symbols = SymbolLookup.libraryLookup(library, arena);
    this.run =
        Linker.nativeLinker()
            .downcallHandle(
                symbols.findOrThrow("intaglio_run"),
                FunctionDescriptor.of(
                    ValueLayout.JAVA_INT,
                    ValueLayout.ADDRESS,
                    ValueLayout.ADDRESS,
                    ValueLayout.ADDRESS,
                    ValueLayout.ADDRESS,
                    ValueLayout.JAVA_LONG,
                    ValueLayout.JAVA_LONG,
                    ValueLayout.JAVA_INT,
                    ValueLayout.JAVA_INT,
                    ValueLayout.JAVA_INT,
                    ValueLayout.ADDRESS,
                    ValueLayout.JAVA_INT));
    this.outputWords = outputWords;
    // The C++ library takes a positive seed.
    this.seed = 1 + (int) Math.floorMod(seed, (long) Integer.MAX_VALUE - 1);
  }

  @Override
  public Response run(Stimulus stimulus) {
    int rows = stimulus.cycles() - stimulus.recordFrom();
    try (Arena buffers = Arena.ofConfined()) {
      MemorySegment status = buffers.allocate(rows);
      MemorySegment out = buffers.allocate(ValueLayout.JAVA_INT, (long) rows * outputWords);
      MemorySegment reason = buffers.allocate(REASON_BYTES);
      int ended =
          (int)
              run.invokeExact(
                  buffers.allocateFrom(ValueLayout.JAVA_BYTE, stimulus.control()),
                  buffers.allocateFrom(ValueLayout.JAVA_INT, stimulus.data()),
                  status,
                  out,
                  (long) stimulus.cycles(),
                  (long) stimulus.recordFrom(),
                  stimulus.words(),
                  outputWords,
                  seed,
                  reason,
                  REASON_BYTES);
      if (ended != 0) {
        throw new ToolFailure("the verilated design stopped: " + reason.getString(0));
      }
      return new Response(
          stimulus.recordFrom(),
          status.toArray(ValueLayout.JAVA_BYTE),
          outputWords,
          out.toArray(ValueLayout.JAVA_INT),
          new int[0]);
    } catch (RuntimeException | Error e) {
      throw e;
    } catch (Throwable e) {
      throw new IllegalStateException("a foreign function threw", e);
    }
  }

  /// Unloads it; no run may be under way.
  @Override
  public void close() {
    arena.close();
  }
}
