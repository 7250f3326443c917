package io.intaglio.cli.house;

import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.lang.ArchRule;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/// Who may know whom: CONTRIBUTING draws the arrows, this holds them.
class ArchitectureTest {
  private static JavaClasses house;

  @BeforeAll
  static void readClasses() {
    house =
        new ClassFileImporter()
            .withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS)
            .importPackages("io.intaglio");
  }

  @Test
  void irKnowsNobody() {
    onlyKnows("io.intaglio.ir..");
  }

  @Test
  void frontendKnowsIr() {
    onlyKnows("io.intaglio.frontend..", "io.intaglio.ir..");
  }

  @Test
  void simKnowsIr() {
    onlyKnows("io.intaglio.sim..", "io.intaglio.ir..");
  }

  @Test
  void rtlKnowsNobody() {
    onlyKnows("io.intaglio.rtl..");
  }

  @Test
  void backendsKnowIrAndRtl() {
    onlyKnows("io.intaglio.backend..", "io.intaglio.ir..", "io.intaglio.rtl..");
  }

  @Test
  void onlyTheVerilogBackendKnowsVerilog() {
    check(
        noClasses()
            .that()
            .resideInAPackage("io.intaglio.backend.hardware..")
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage("io.intaglio.rtl..", "io.intaglio.backend.verilog.."));
  }

  @Test
  void theCertificateCheckerMayNotUseTheSearch() {
    check(
        noClasses()
            .that()
            .resideInAPackage("io.intaglio.ir.cert..")
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage("io.intaglio.ir.dyadic..", "io.intaglio.ir.lower.."));
  }

  @Test
  void theEvaluatorSharesNoArithmetic() {
    check(
        noClasses()
            .that()
            .resideInAPackage("io.intaglio.sim.eval..")
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage(
                "io.intaglio.ir.range..",
                "io.intaglio.ir.dyadic..",
                "io.intaglio.ir.lower..",
                "io.intaglio.ir.cert..",
                "io.intaglio.ir.datapath..",
                "io.intaglio.sim.cycle.."));
  }

  @Test
  void theClockedPlanSharesNoArithmetic() {
    check(
        noClasses()
            .that()
            .resideInAPackage("io.intaglio.sim.cycle..")
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage(
                "io.intaglio.sim.eval..", "io.intaglio.ir.range..", "io.intaglio.ir.dyadic.."));
  }

  @Test
  void noPackageIsAGrabBag() {
    check(
        noClasses()
            .should()
            .resideInAnyPackage(
                "..util..", "..common..", "..core..", "..helper..", "..manager..", "..misc.."));
  }

  private static void onlyKnows(String layer, String... others) {
    String[] allowed = new String[others.length + 1];
    allowed[0] = layer;
    System.arraycopy(others, 0, allowed, 1, others.length);
    check(
        classes()
            .that()
            .resideInAPackage(layer)
            .should()
            .onlyDependOnClassesThat(
                resideInAnyPackage(allowed)
                    .or(DescribedPredicate.not(resideInAnyPackage("io.intaglio..")))));
  }

  private static void check(ArchRule rule) {
    rule.check(house);
  }
}
