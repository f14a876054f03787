package org.suffice.jobs.faults;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.suffice.jobs.retrain.ModelStore;
import org.suffice.jobs.retrain.Version;
import org.suffice.model.ModelDirectory;

/** A store and the data of its nights, in one directory of some file system. */
final class Night {
  private static final Days DAYS = days();

  private final String directory;
  private final Path settings;
  private final List<Object> options;
  private int day;

  private static Days days() {
    try {
      return new Days();
    } catch (IOException e) {
      throw new AssertionError(e);
    }
  }

  /**
   * Delivers five days and trains on them.
   *
   * @param directory for data and store
   * @param local a directory of this machine, for the settings
   * @param options of every run
   */
  Night(String directory, Path local, Object... options) throws Exception {
    this.directory = directory;
    this.options = List.of(options);
    settings = Days.settings(local.resolve("retrain.conf"), store(), data());
    for (int i = 0; i < 5; i++) {
      deliver();
    }
    run().good();
    assertEquals("v000001", current().name());
  }

  String store() {
    return directory + "/store";
  }

  String data() {
    return directory + "/data";
  }

  /** The next day comes. Returns its number. */
  int deliver() throws IOException {
    DAYS.deliver(data(), ++day);
    return day;
  }

  /** A day comes again, as it was or as something else. */
  void deliverAgain(int which, String csv) throws IOException {
    DAYS.deliver(data(), which, csv);
  }

  String csv(int which) {
    return DAYS.day(which);
  }

  private Object[] command(Object... more) {
    List<Object> words = new ArrayList<>(List.of("scripts/suffice", "retrain"));
    words.addAll(List.of("--config", settings));
    words.addAll(options);
    words.addAll(List.of(more));
    return words.toArray();
  }

  /** Starts a run. */
  Shell.Started start(Object... more) throws IOException {
    return Shell.start(Map.of(), command(more));
  }

  /** Runs to the end. */
  Shell run(Object... more) throws Exception {
    return start(more).await();
  }

  /** Runs with more in the environment. */
  Shell runIn(Map<String, String> environment, Object... more) throws Exception {
    return Shell.run(environment, command(more));
  }

  /** The version in service, of which every hash is right. */
  Version current() {
    ModelDirectory.read(store());
    return ModelStore.at(store()).current().orElseThrow();
  }

  /** The run fails with this code and one line, and the model in service is as before. */
  void assertFailsCleanly(int code, String word, Shell shell, Version before) {
    shell.ended(code);
    List<String> said = shell.err().lines().filter(line -> line.startsWith("suffice: ")).toList();
    assertEquals(1, said.size(), shell.err());
    assertTrue(said.get(0).contains(word), said.get(0));
    assertEquals(before, current());
  }

  /** The run published the next version. */
  void assertPublishes(Shell shell, Version before) {
    shell.good();
    assertEquals(before.number() + 1, current().number());
  }
}
