package io.intaglio.cli.demo;

import io.intaglio.cli.Progress;
import io.intaglio.cli.array.NdArray;
import io.intaglio.cli.folder.DesignBuilder;
import io.intaglio.cli.folder.OutputFolder;
import io.intaglio.cli.inspect.Inspection;
import io.intaglio.cli.model.Model;
import io.intaglio.cli.settings.Settings;
import io.intaglio.ir.cert.Certificate;
import io.intaglio.ir.cert.MultiplierReport;
import io.intaglio.ir.datapath.Datapath;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;

/// Takes the bundled encoder down the whole road, a line a step.
public final class Demo {
  private final PrintWriter out;
  private final Progress progress;
  private final Path folder;

  public Demo(PrintWriter out, Progress progress, Path folder) {
    this.out = out;
    this.progress = progress;
    this.folder = folder;
  }

  /// @return whether every bit and cycle was right and every certificate holds
  public boolean run() {
    OutputFolder.demandReplaceable(folder);
    Settings settings = Settings.DEFAULT.withModel(BundledEncoder.FILE);
    out.println("An encoder for a detector front-end: 48 trigger cells in, 16 latents out.");
    out.println();
    progress.step("reading " + BundledEncoder.FILE);
    Model model = BundledEncoder.model(settings);
    Inspection inspection = Inspection.of(model);
    line(
        "integers",
        "%s became %d integer operators: %,d multiply-accumulates, %,d parameters",
        model.file(),
        inspection.layers().size(),
        inspection.totals().multiplyAccumulates(),
        inspection.totals().parameters());
    progress.step("planning and proving");
    DesignBuilder.Design design = DesignBuilder.build(model, settings);
    boolean proven = proof(design);
    boolean bits = bits(model, design.datapath());
    progress.step("writing " + folder);
    OutputFolder.replace(folder, design.files());
    line("written", "%s: Verilog, test bench, constraints, certificates", folder);
    out.println();
    out.println("Look at " + folder.resolve("report.html"));
    out.println(
        "With Verilator or Icarus installed: intaglio verify " + folder + " --vectors 10000");
    return proven && bits;
  }

  private boolean proof(DesignBuilder.Design design) {
    List<Certificate> certificates = design.report().certified().certificates();
    boolean proven = design.report().refused().isEmpty();
    line(
        "proof",
        "%d certificates over %,d channels and %,d steps %s",
        certificates.size(),
        certificates.stream().mapToLong(c -> c.channels().size()).sum(),
        certificates.stream()
            .flatMap(c -> c.channels().stream())
            .mapToLong(channel -> channel.steps().size())
            .sum(),
        proven ? "hold" : "DO NOT HOLD");
    line(
        "",
        "multiplier bits: %s",
        design.report().multipliers().layers().stream()
            .map(Demo::multiplier)
            .collect(Collectors.joining(", ")));
    return proven;
  }

  private static String multiplier(MultiplierReport.Layer layer) {
    String after =
        layer.thresholds() > 0 ? layer.thresholds() + " thresholds" : "" + layer.bitsAfter();
    return layer.value() + " " + layer.bitsBefore() + " -> " + after;
  }

  private boolean bits(Model model, Datapath datapath) {
    progress.step("running the showers");
    NdArray showers = BundledEncoder.showers();
    int samples = showers.shape().dim(0);
    Comparison comparison =
        new Comparison(model.certified().boundary().graph(), samples, showers.integers());
    long differences = comparison.differencesFrom(BundledEncoder.latents().integers());
    line(
        "bits",
        "%,d showers: %,d of %,d latents differ from the training script's",
        samples,
        differences,
        comparison.outputCodes());
    line(
        "hardware",
        "latency %d cycles (%.0f ns), a result every %s",
        datapath.latency(),
        datapath.latency() * datapath.clockPicoseconds() / 1000.0,
        datapath.initiationInterval() == 1 ? "cycle" : datapath.initiationInterval() + " cycles");
    progress.step("clocking the showers");
    long wrong = comparison.wrongSamples(datapath);
    line(
        "cycles",
        "%,d showers through the plan's registers, one a clock: %,d with a wrong bit or cycle",
        samples,
        wrong);
    return differences == 0 && wrong == 0;
  }

  private void line(String step, String format, Object... values) {
    progress.pause();
    out.printf(Locale.ROOT, "%-10s" + format + "%n", prepend(step, values));
  }

  private static Object[] prepend(String step, Object[] values) {
    Object[] all = new Object[values.length + 1];
    all[0] = step;
    System.arraycopy(values, 0, all, 1, values.length);
    return all;
  }
}
