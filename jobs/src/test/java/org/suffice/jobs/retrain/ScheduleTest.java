package org.suffice.jobs.retrain;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The schedules to copy, run as their schedulers would, with a program that only has a code. */
final class ScheduleTest {
  private static final Path SCHEDULES = Path.of("../scripts/schedule").toAbsolutePath().normalize();

  @TempDir Path work;

  private record Ran(int exitCode, String output) {}

  @BeforeEach
  void standIn() throws IOException {
    Path script = work.resolve("suffice/scripts/suffice");
    Files.createDirectories(script.getParent());
    Files.writeString(
        script,
        "#!/bin/sh\necho \"called: $*\"\necho 'suffice: 100% broken' >&2\nexit \"$CODE\"\n");
    assertTrue(script.toFile().setExecutable(true));
  }

  private Ran run(Map<String, String> environment, String... command) throws Exception {
    ProcessBuilder builder =
        new ProcessBuilder(command).directory(work.toFile()).redirectErrorStream(true);
    builder.environment().putAll(environment);
    Process process = builder.start();
    String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    return new Ran(process.waitFor(), output);
  }

  private static boolean has(String program) {
    return List.of(System.getenv("PATH").split(":")).stream()
        .anyMatch(directory -> Files.isExecutable(Path.of(directory, program)));
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 1, 2, 3, 4, 5, 6, 137})
  void cronMailsFailuresAndNothingElse(int code) throws Exception {
    List<String> lines = Files.readAllLines(SCHEDULES.resolve("suffice.cron"));
    String line = lines.stream().filter(each -> each.startsWith("30 2 ")).findFirst().orElseThrow();
    assertTrue(line.matches("30 2 \\* \\* \\* suffice .*"), line);
    String command = line.substring(line.indexOf("suffice ") + "suffice ".length());
    assertTrue(command.matches("([^%]|\\\\%)*"), "cron ends a command at a bare %");
    Ran ran =
        run(
            Map.of(
                "CODE", Integer.toString(code),
                "SUFFICE", work.resolve("suffice").toString(),
                "CONFIG", "/etc/retrain.conf"),
            "bash",
            "-c",
            command.replace("\\%", "%"));
    String expected =
        "retrain failed with exit code "
            + code
            + "\ncalled: retrain --config /etc/retrain.conf\nsuffice: 100% broken\n";
    assertEquals(List.of(0, 5, 6).contains(code) ? "" : expected, ran.output());
  }

  /** Airflow itself is not needed to see which commands the tasks run. */
  @ParameterizedTest
  @ValueSource(ints = {0, 3, 5, 6})
  void airflowSkipsWhatIsNoFailure(int code) throws Exception {
    assumeTrue(has("python3"));
    Path operators = Files.createDirectories(work.resolve("airflow/operators"));
    Files.writeString(operators.resolve("__init__.py"), "");
    Files.writeString(
        operators.resolveSibling("__init__.py"),
        "class DAG:\n"
            + "    def __init__(self, **settings): self.settings = settings\n"
            + "    def __enter__(self): return self\n"
            + "    def __exit__(self, *failure): pass\n");
    Files.writeString(
        operators.resolve("bash.py"),
        "class BashOperator:\n"
            + "    def __init__(self, **settings):\n"
            + "        self.settings = settings\n"
            + "        if settings['task_id'] == 'retrain': print(settings['bash_command'])\n"
            + "    def __rshift__(self, other): return other\n");
    Ran dag =
        run(
            Map.of("PYTHONPATH", work.toString()),
            "python3",
            SCHEDULES.resolve("suffice_retrain_dag.py").toString());
    assertEquals(0, dag.exitCode(), dag.output());
    String command =
        dag.output().replace("/opt/suffice/", work.resolve("suffice").toString() + "/");
    Ran ran = run(Map.of("CODE", Integer.toString(code)), "bash", "-c", command);
    assertEquals(code >= 5 ? 99 : code, ran.exitCode());
    assertTrue(ran.output().contains("called: retrain --config /etc/suffice/retrain.conf"));
  }

  @Test
  void systemdKnowsWhatIsNoFailureAndFindsNothingWrong() throws Exception {
    String service = Files.readString(SCHEDULES.resolve("suffice-retrain.service"));
    assertTrue(service.contains("SuccessExitStatus=5 6\n"));
    assumeTrue(has("systemd-analyze"));
    Path units = Files.createDirectory(work.resolve("units"));
    String here = work.resolve("suffice").toString();
    Files.writeString(
        units.resolve("suffice-retrain.service"), service.replace("/opt/suffice", here));
    Files.copy(SCHEDULES.resolve("suffice-retrain.timer"), units.resolve("suffice-retrain.timer"));
    Ran ran =
        run(
            Map.of(),
            "systemd-analyze",
            "verify",
            "--man=no",
            units.resolve("suffice-retrain.service").toString(),
            units.resolve("suffice-retrain.timer").toString());
    assertEquals(List.of(), ran.output().lines().filter(each -> each.contains("suffice")).toList());
  }
}
