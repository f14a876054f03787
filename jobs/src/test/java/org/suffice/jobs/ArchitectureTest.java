package org.suffice.jobs;

import static com.tngtech.archunit.base.DescribedPredicate.describe;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideOutsideOfPackages;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static org.junit.jupiter.api.Assertions.assertEquals;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.AccessTarget;
import com.tngtech.archunit.core.domain.JavaAccess;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** Who may use what in this module. */
@AnalyzeClasses(packages = "org.suffice.jobs", importOptions = ImportOption.DoNotIncludeTests.class)
final class ArchitectureTest {
  /** Calls that start a job or merge in an order of Spark's choice. */
  private static final Set<String> ACTIONS =
      Set.of(
          "aggregate",
          "aggregateByKey",
          "collect",
          "collectAsMap",
          "collectAsync",
          "collectPartitions",
          "combineByKey",
          "count",
          "countByKey",
          "countByValue",
          "first",
          "fold",
          "foldByKey",
          "foreach",
          "foreachPartition",
          "groupBy",
          "groupByKey",
          "reduce",
          "reduceByKey",
          "reduceByKeyLocally",
          "repartition",
          "runJob",
          "saveAsObjectFile",
          "saveAsTextFile",
          "take",
          "toLocalIterator",
          "treeAggregate",
          "treeReduce");

  private static DescribedPredicate<JavaAccess<?>> callTo(Set<String> names) {
    return describe(
        "a Spark call among " + names,
        access -> {
          AccessTarget target = access.getTarget();
          return target.getOwner().getPackageName().startsWith("org.apache.spark")
              && names.contains(target.getName());
        });
  }

  @ArchTest
  static final ArchRule sparkActionsStandInTheEnginesOnly =
      noClasses()
          .that()
          .doNotHaveFullyQualifiedName("org.suffice.jobs.pass.SparkBlocks")
          .and()
          .doNotHaveFullyQualifiedName("org.suffice.jobs.pass.SparkEngine")
          .and()
          .doNotHaveFullyQualifiedName("org.suffice.jobs.pass.SparkMiniBatches")
          .should()
          .accessTargetWhere(callTo(ACTIONS));

  /** Even the engines only collect: reduce and treeAggregate merge in the order of arrival. */
  @ArchTest
  static final ArchRule nothingMergesInTheOrderOfArrival =
      noClasses()
          .should()
          .accessTargetWhere(
              callTo(
                  Set.of(
                      "aggregate", "fold", "reduce", "reduceByKey", "treeAggregate", "treeReduce")))
          .because("the last bits would change from run to run");

  @ArchTest
  static final ArchRule nothingIsCountedInAccumulators =
      noClasses()
          .should()
          .dependOnClassesThat()
          .haveNameMatching("org\\.apache\\.spark\\..*Accumulator.*")
          .orShould()
          .accessTargetWhere(
              callTo(Set.of("longAccumulator", "doubleAccumulator", "collectionAccumulator")))
          .because("a retried task adds twice");

  @ArchTest
  static final ArchRule onlyTheEnginesKnowSpark =
      noClasses()
          .that()
          .resideOutsideOfPackage("org.suffice.jobs.pass..")
          .should()
          .dependOnClassesThat(
              resideInAnyPackage("org.apache.spark..", "scala..")
                  .and(resideOutsideOfPackages("org.apache.spark.ml.linalg..")));

  @ArchTest
  static final ArchRule onlyTheCommandLineKnowsTheCommandLine =
      noClasses()
          .that()
          .resideOutsideOfPackage("org.suffice.jobs.cli..")
          .should()
          .dependOnClassesThat()
          .resideInAnyPackage("org.suffice.jobs.cli..", "picocli..", "com.typesafe.config..");

  @ArchTest
  static final ArchRule readingAndPassingKnowNoJob =
      noClasses()
          .that()
          .resideInAnyPackage("org.suffice.jobs.read..", "org.suffice.jobs.pass..")
          .should()
          .dependOnClassesThat()
          .resideInAnyPackage("org.suffice.jobs.train..", "org.suffice.jobs.write..");

  @ArchTest
  static final ArchRule trainingDoesNotWritePredictions =
      noClasses()
          .that()
          .resideInAPackage("org.suffice.jobs.train..")
          .should()
          .dependOnClassesThat()
          .haveSimpleName("PredictionJob");

  /** Loading data or models never runs code of theirs. */
  @ArchTest
  static final ArchRule nothingIsReadByJavaSerialization =
      noClasses().should().dependOnClassesThat().areAssignableTo(java.io.ObjectInputStream.class);

  @ArchTest
  static final ArchRule theRulesSeeTheClasses =
      classes()
          .that()
          .haveFullyQualifiedName("org.suffice.jobs.pass.SparkBlocks")
          .should()
          .accessTargetWhere(callTo(Set.of("collect")));

  @Test
  void everyPackageSaysWhatItIsFor() throws IOException {
    try (Stream<Path> files = Files.walk(Path.of("src/main/java"))) {
      List<Path> bare =
          files
              .filter(file -> file.toString().endsWith(".java"))
              .map(Path::getParent)
              .distinct()
              .filter(directory -> !Files.exists(directory.resolve("package-info.java")))
              .toList();
      assertEquals(List.of(), bare);
    }
  }
}
