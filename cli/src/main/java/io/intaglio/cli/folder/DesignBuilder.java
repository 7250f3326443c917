package io.intaglio.cli.folder;

import io.intaglio.backend.Artifact;
import io.intaglio.backend.hardware.ClockCheck;
import io.intaglio.backend.hardware.DelayModel;
import io.intaglio.backend.hardware.ParallelPlanner;
import io.intaglio.backend.hardware.PlanOptions;
import io.intaglio.backend.hardware.ResourceReport;
import io.intaglio.backend.verilog.EmitOptions;
import io.intaglio.backend.verilog.VectorWriter;
import io.intaglio.backend.verilog.VerilogBackend;
import io.intaglio.cli.command.Version;
import io.intaglio.cli.inspect.Inspection;
import io.intaglio.cli.model.Model;
import io.intaglio.cli.report.Report;
import io.intaglio.cli.report.ReportPage;
import io.intaglio.cli.settings.ClockPeriod;
import io.intaglio.cli.settings.Settings;
import io.intaglio.cli.settings.SettingsWriter;
import io.intaglio.cli.verify.VectorMaker;
import io.intaglio.cli.verify.Vectors;
import io.intaglio.ir.FixedGraph;
import io.intaglio.ir.cert.CertificateChecker;
import io.intaglio.ir.cert.Certified;
import io.intaglio.ir.cert.MultiplierReport;
import io.intaglio.ir.datapath.Datapath;
import io.intaglio.ir.diag.Code;
import io.intaglio.ir.diag.Diagnostic;
import io.intaglio.ir.diag.InvalidInput;
import io.intaglio.ir.diag.Origin;
import io.intaglio.ir.text.DatapathText;
import io.intaglio.ir.text.FxText;
import io.intaglio.ir.text.FxWriter;
import io.intaglio.sim.eval.Evaluator;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/// From a model and choices to everything a build folder holds; nothing is written.
public final class DesignBuilder {
  /// Samples of the test bench.
  private static final int VECTORS = 256;

  private static final long VECTOR_SEED = 1;

  private DesignBuilder() {}

  /// A design and its files, by path within the folder.
  public record Design(Model model, Datapath datapath, Report report, Map<String, byte[]> files) {}

  public static Design build(Model model, Settings settings) {
    Datapath datapath = plan(model, settings);
    Report report =
        new Report(
            Inspection.of(model),
            settings,
            model.certified(),
            MultiplierReport.of(model.certified()),
            datapath,
            ResourceReport.of(datapath),
            CertificateChecker.check(model.certified()),
            ClockCheck.check(datapath));
    Map<String, byte[]> files = new LinkedHashMap<>();
    FxText graph = FxWriter.write(model.certified());
    put(files, BuildFolder.GRAPH, graph.text());
    if (graph.weights().length > 0) {
      files.put(BuildFolder.GRAPH + ".weights", graph.weights());
    }
    put(files, BuildFolder.PLAN, DatapathText.write(datapath));
    for (Artifact artifact : VerilogBackend.emit(datapath, emitOptions(model))) {
      put(files, artifact.path(), artifact.text());
    }
    vectors(model.certified(), datapath).forEach(file -> put(files, file.path(), file.text()));
    put(files, "intaglio.yaml", SettingsWriter.writeResolved(resolved(model, settings)));
    put(files, "report.html", ReportPage.render(report));
    put(files, OutputFolder.MARKER, Marker.write(model, datapath, files));
    return new Design(model, datapath, report, files);
  }

  /// With the profile that the model was read under, whatever the default will be.
  private static Settings resolved(Model model, Settings settings) {
    return model.network().isPresent() ? settings.withProfile(model.profile()) : settings;
  }

  /// Stimulus and expected results of the test bench.
  private static List<Artifact> vectors(Certified certified, Datapath datapath) {
    FixedGraph graph = certified.boundary().graph();
    Vectors samples =
        new VectorMaker(graph, certified.certificates(), VECTOR_SEED).make(VECTORS, List.of());
    Map<String, long[]> results = new Evaluator(graph).runBatch(VECTORS, samples.codes());
    long[][] inputs = samples.codes().toArray(long[][]::new);
    long[][] outputs = graph.outputs().stream().map(results::get).toArray(long[][]::new);
    return List.of(
        VectorWriter.stimulus(datapath, VECTORS, inputs),
        VectorWriter.expected(datapath, VECTORS, outputs));
  }

  /// The hardware plan alone.
  public static Datapath plan(Model model, Settings settings) {
    PlanOptions options =
        new PlanOptions(
            model.designName(),
            picoseconds(settings),
            DelayModel.named(settings.delayModel()),
            settings.handshake());
    return ParallelPlanner.plan(model.certified().boundary().graph(), options);
  }

  private static int picoseconds(Settings settings) {
    return ClockPeriod.picoseconds(settings.clock())
        .orElseThrow(
            () ->
                new InvalidInput(
                    Diagnostic.error(
                        Code.USE_OPTION,
                        Origin.NONE,
                        "clock period of " + settings.clock() + " ns",
                        ClockPeriod.HELP)));
  }

  private static EmitOptions emitOptions(Model model) {
    return new EmitOptions(
        "Intaglio " + Version.current(),
        List.of(
            "model " + model.file() + ", profile " + model.profile(), "SHA-256 " + model.digest()),
        VECTORS);
  }

  private static void put(Map<String, byte[]> files, String path, String text) {
    files.put(path, text.getBytes(StandardCharsets.UTF_8));
  }
}
