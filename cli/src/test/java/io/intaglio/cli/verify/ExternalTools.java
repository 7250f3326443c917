package io.intaglio.cli.verify;

import static org.junit.jupiter.api.Assertions.fail;
import static org.junit.jupiter.api.Assumptions.abort;

import io.intaglio.cli.tool.Tool;
import io.intaglio.cli.tool.ToolFinder;

/// Skips a test, visibly, whose tools are missing; with `CI=true` it fails.
public final class ExternalTools {
  private ExternalTools() {}

  public static void need(Tool... tools) {
    for (Tool tool : tools) {
      if (ToolFinder.onPath().find(tool).isEmpty()) {
        String message = tool.title() + " is not on PATH: " + tool.remedy();
        if ("true".equals(System.getenv("CI"))) {
          fail(message);
        }
        abort(message);
      }
    }
  }
}
