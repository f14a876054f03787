package org.suffice.jobs.faults;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.suffice.jobs.retrain.ModelStore;
import org.suffice.jobs.retrain.Version;
import org.suffice.model.ModelDirectory;
import org.suffice.storage.CrashPoint;

/**
 * A night is killed before and after every change that it makes of the file system. Readers then
 * see the old model or the new one, and the next run ends as if nothing had happened.
 */
@Tag("faults")
final class CrashPointsFaults {
  @TempDir static Path work;

  private static Path before;
  private static String oldModel;
  private static String newModel;
  private static Set<String> finished;
  private static List<String> points;

  /** Two nights, kept as they are; and the third without a crash. */
  @BeforeAll
  static void threeNights() throws Exception {
    Days days = new Days();
    before = Files.createDirectory(work.resolve("before"));
    for (int day = 1; day <= 8; day++) {
      days.deliver(before + "/data", day);
    }
    retrain(before, Map.of()).good();
    days.deliver(before + "/data", 9);
    retrain(before, Map.of()).good();
    days.deliver(before + "/data", 10);
    oldModel = current(before).sha256();

    Path night = copy("undisturbed");
    Path trace = work.resolve("trace");
    retrain(night, Map.of("SUFFICE_CRASH_TRACE", trace.toString())).good();
    newModel = current(night).sha256();
    assertEquals("v000003", current(night).name());
    finished = files(night);
    // Before the next creation or deletion the disk is as after the last change.
    points =
        Files.readAllLines(trace).stream()
            .filter(point -> !point.startsWith("before create"))
            .filter(point -> !point.startsWith("after delete"))
            .toList();
  }

  private static Path copy(String name) throws IOException {
    Path target = work.resolve(name.replaceAll("[^a-z0-9]", "-"));
    List<Path> files;
    try (Stream<Path> all = Files.walk(before)) {
      files = all.toList();
    }
    for (Path file : files) {
      Path to = target.resolve(before.relativize(file));
      if (Files.isDirectory(file)) {
        Files.createDirectories(to);
      } else { // its time is part of what it is known by
        Files.copy(file, to, java.nio.file.StandardCopyOption.COPY_ATTRIBUTES);
      }
    }
    return target;
  }

  /** The directory of a night does not change its paths: each is run in place of the same link. */
  private static Shell retrain(Path night, Map<String, String> environment) throws Exception {
    Path here = work.resolve("here");
    Files.deleteIfExists(here);
    Files.createSymbolicLink(here, night);
    Path settings = Days.settings(work.resolve("retrain.conf"), here + "/store", here + "/data");
    return Shell.run(environment, "scripts/suffice", "retrain", "--config", settings);
  }

  private static Version current(Path night) {
    return ModelStore.at(night + "/store").current().orElseThrow();
  }

  /** Everything in the store but what counts the runs. */
  private static Set<String> files(Path night) throws IOException {
    Path store = night.resolve("store");
    Set<String> files = new TreeSet<>();
    try (Stream<Path> all = Files.walk(store)) {
      all.map(file -> store.relativize(file).toString())
          .filter(name -> !name.matches("(leases|runs)/.*"))
          .forEach(files::add);
    }
    return files;
  }

  @Test
  void whereverItIsKilledReadersSeeOldOrNewAndTheNextRunSucceeds() throws Exception {
    assertEquals("/", FileSystems.getDefault().getSeparator());
    assertTrue(points.size() >= 30, points.toString());
    List<String> log = new ArrayList<>();
    List<String> broken = new ArrayList<>();
    int served = 0;
    for (String point : points) {
      Path night = copy(point);
      Shell killed = retrain(night, Map.of("SUFFICE_CRASH_POINT", point));
      String after = "?";
      String rerun = "?";
      try {
        killed.ended(CrashPoint.EXIT_CODE);
        after = seen(night);
        retrain(night, Map.of()).good();
        rerun = seen(night);
        assertEquals("new", rerun);
        assertEquals("v000003", current(night).name());
        assertEquals(finished, files(night));
        assertTrue(after.equals("old") || after.equals("new"), after);
        served += after.equals("new") ? 1 : 0;
      } catch (AssertionError | RuntimeException e) {
        broken.add(point + ": " + e);
      }
      log.add(String.format("%-45s readers see the %s model; then %s", point, after, rerun));
    }
    log.add(
        String.format(
            "%d of %d points leave the old model or the new one (%d and %d), the rerun succeeds",
            points.size() - broken.size(), points.size(), points.size() - served, served));
    Files.write(Path.of("target/crash-points.log"), log);
    assertEquals(List.of(), broken);
    assertTrue(served > 0 && served < points.size(), "some before and some after: " + served);
  }

  /** Which model readers get, whole and with every hash right. */
  private static String seen(Path night) {
    ModelDirectory.read(night + "/store");
    String sha256 = current(night).sha256();
    return sha256.equals(oldModel) ? "old" : sha256.equals(newModel) ? "new" : "wrong";
  }
}
