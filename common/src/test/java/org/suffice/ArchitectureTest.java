package org.suffice;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noMethods;
import static com.tngtech.archunit.library.Architectures.layeredArchitecture;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;
import com.tngtech.archunit.library.Architectures;
import com.tngtech.archunit.library.GeneralCodingRules;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** The order of the stages, and what {@code common} does not know. */
@AnalyzeClasses(packages = "org.suffice", importOptions = ImportOption.DoNotIncludeTests.class)
class ArchitectureTest {
  /** In the order that data flows. */
  private static final List<String> STAGES =
      List.of("read", "block", "statistic", "pass", "solve", "model", "train", "report");

  /** May be used by all stages, and use none; of each other only those before. */
  private static final List<String> TOOLS =
      List.of("linalg", "loss", "kernel", "network", "storage", "neighbour");

  @ArchTest static final ArchRule STAGES_USE_EARLIER_STAGES_ONLY = stages();

  private static ArchRule stages() {
    Architectures.LayeredArchitecture layers =
        layeredArchitecture()
            .consideringOnlyDependenciesInLayers()
            .layer("root")
            .definedBy("org.suffice");
    for (String name : Stream.concat(STAGES.stream(), TOOLS.stream()).toList()) {
      layers = layers.layer(name).definedBy("org.suffice." + name + "..");
    }
    layers = layers.whereLayer("root").mayNotAccessAnyLayer();
    for (int i = 0; i < STAGES.size(); i++) {
      String[] allowed =
          Stream.of(Stream.of("root"), TOOLS.stream(), STAGES.subList(0, i).stream())
              .flatMap(names -> names)
              .toArray(String[]::new);
      layers = layers.whereLayer(STAGES.get(i)).mayOnlyAccessLayers(allowed);
    }
    for (int i = 0; i < TOOLS.size(); i++) {
      String[] allowed =
          Stream.concat(Stream.of("root"), TOOLS.subList(0, i).stream()).toArray(String[]::new);
      layers = layers.whereLayer(TOOLS.get(i)).mayOnlyAccessLayers(allowed);
    }
    return layers.because("the pipeline is the table of contents");
  }

  @ArchTest
  static final ArchRule ONLY_LINALG_USES_NETLIB =
      noClasses()
          .that()
          .resideOutsideOfPackage("org.suffice.linalg..")
          .should()
          .dependOnClassesThat()
          .resideInAnyPackage("dev.ludovic.netlib..", "org.netlib..", "org.bytedeco..");

  @ArchTest
  static final ArchRule NO_ENGINE =
      noClasses()
          .should()
          .dependOnClassesThat(
              new DescribedPredicate<JavaClass>("are Spark's, but for its vectors") {
                @Override
                public boolean test(JavaClass type) {
                  return type.getPackageName().startsWith("org.apache.spark")
                      && !type.getPackageName().equals("org.apache.spark.ml.linalg");
                }
              });

  @ArchTest
  static final ArchRule NEITHER_BREEZE_NOR_SCALA =
      noClasses()
          .should()
          .dependOnClassesThat()
          .resideInAnyPackage("breeze..", "scala..", "org.scalatest..");

  /** Loading never runs code: statistics and models are read as plain data. */
  @ArchTest
  static final ArchRule NOTHING_READS_SERIALIZED_OBJECTS =
      noClasses()
          .should()
          .dependOnClassesThat()
          .haveFullyQualifiedName("java.io.ObjectInputStream")
          .orShould()
          .dependOnClassesThat()
          .haveFullyQualifiedName("java.beans.XMLDecoder");

  @ArchTest
  static final ArchRule NOTHING_HOOKS_INTO_DESERIALIZATION =
      noMethods()
          .should()
          .haveName("readObject")
          .orShould()
          .haveName("readResolve")
          .orShould()
          .haveName("readExternal");

  @ArchTest
  static final ArchRule NOTHING_PRINTS =
      GeneralCodingRules.NO_CLASSES_SHOULD_ACCESS_STANDARD_STREAMS;

  private static Path sources() {
    return Path.of(System.getProperty("basedir", "."), "src/main/java");
  }

  @Test
  void everyPackageSaysWhatItIs() throws IOException {
    try (Stream<Path> files = Files.walk(sources())) {
      TreeSet<Path> packages =
          files
              .filter(file -> file.toString().endsWith(".java"))
              .map(Path::getParent)
              .collect(Collectors.toCollection(TreeSet::new));
      assertTrue(packages.size() > STAGES.size(), packages.toString());
      for (Path directory : packages) {
        Path info = directory.resolve("package-info.java");
        assertTrue(Files.exists(info), "no package-info in " + directory);
        assertTrue(Files.readString(info).contains("/**"), "no words in " + info);
      }
    }
  }

  /** A new package must find its place among the stages. */
  @Test
  void everyPackageHasItsPlace() throws IOException {
    try (Stream<Path> files = Files.list(sources().resolve("org/suffice"))) {
      TreeSet<String> found =
          files
              .filter(Files::isDirectory)
              .map(directory -> directory.getFileName().toString())
              .collect(Collectors.toCollection(TreeSet::new));
      TreeSet<String> known = new TreeSet<>(STAGES);
      known.addAll(TOOLS);
      assertEquals(known, found);
    }
  }
}
