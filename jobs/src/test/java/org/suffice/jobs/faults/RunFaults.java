package org.suffice.jobs.faults;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.suffice.jobs.retrain.Version;

/** One run among others on one machine: stopped, suspended, started twice, its input changed. */
@Tag("faults")
final class RunFaults {
  @TempDir Path work;

  private Night night;
  private Version before;

  @BeforeEach
  void firstNight() throws Exception {
    night = new Night(work.toString(), work);
    before = night.current();
    night.deliver();
  }

  /** Waits until a run has written something under its lease. */
  private void awaitWork(Shell.Started run) throws IOException, InterruptedException {
    Path directory = Path.of(night.store(), "work");
    while (run.process().isAlive()) {
      try (Stream<Path> below = Files.walk(directory)) {
        if (below.count() > 2) {
          return;
        }
      } catch (UncheckedIOException | NoSuchFileException e) {
        continue; // what was listed is gone already
      }
      Thread.sleep(2);
    }
  }

  private static void signal(String name, Shell.Started run) throws Exception {
    Shell.run(Map.of(), "kill", "-" + name, run.process().pid());
  }

  @Test
  void aSecondRunAtOnceEndsWithItsOwnCode() throws Exception {
    Shell.Started first = night.start();
    awaitWork(first);
    signal("STOP", first);
    Shell second = night.run();
    night.assertFailsCleanly(6, "process " + first.process().pid(), second, before);
    signal("CONT", first);
    night.assertPublishes(first.await(), before);
  }

  /** Suspended for longer than its lease lasts, as in a machine that sleeps. */
  @Test
  void aRunThatComesBackTooLatePublishesNothing() throws Exception {
    String lease = "retrain.lease=2";
    Shell.Started late = night.start("--set", lease);
    awaitWork(late);
    signal("STOP", late);
    Thread.sleep(3000);
    night.assertPublishes(night.run("--set", lease), before);
    Version published = night.current();
    signal("CONT", late);
    night.assertFailsCleanly(6, "lost the lease", late.await(), published);
    assertEquals(published.number(), night.current().number());
  }

  @Test
  void aRunThatIsToldToEndLeavesTheStoreFree() throws Exception {
    Shell.Started told = night.start();
    awaitWork(told);
    signal("TERM", told);
    assertEquals(143, told.await().exitCode());
    assertEquals(before, night.current());
    night.assertPublishes(night.run(), before);
  }

  @Test
  void inputThatChangesWhileItIsReadIsNotTrainedOn() throws Exception {
    int day = night.deliver();
    Path file = Path.of(night.data(), String.format("day=%04d", day - 1), "part.csv");
    Shell.Started run = night.start();
    String good = night.csv(day - 1);
    String bad = good.replaceFirst("\n.", "\nx");
    while (run.process().isAlive()) {
      // Written over, not emptied first: an empty file may be all that the first listing sees.
      for (String rows : List.of(bad, good)) {
        Files.writeString(file, rows, StandardOpenOption.WRITE);
        Thread.sleep(20);
      }
    }
    night.assertFailsCleanly(3, "changed while", run.await(), before);
    night.assertPublishes(night.run(), before);
  }

  @Test
  void aModelThatWasTamperedWithIsNotComparedWith() throws Exception {
    Path arrays = Path.of(before.directory(), "model.safetensors");
    byte[] good = Files.readAllBytes(arrays);
    byte[] bad = good.clone();
    bad[bad.length - 3] ^= 8;
    Files.write(arrays, bad);
    Shell run = night.run();
    run.ended(3);
    assertTrue(run.err().contains("does not match the hash"), run.err());
    Files.write(arrays, good);
    night.assertPublishes(night.run(), before);
  }

  @Test
  void aPartitionOfBadRowsIsNamedAndTheNextNightGoesOn() throws Exception {
    int day = night.deliver(); // it is held out; the one before is trained on
    night.deliverAgain(day - 1, night.csv(day - 1).replaceFirst("\n[^,]*,", "\nmuch,"));
    night.assertFailsCleanly(
        3, String.format("day=%04d/part.csv line 2", day - 1), night.run(), before);
    night.deliverAgain(day - 1, night.csv(day - 1));
    night.assertPublishes(night.run(), before);
  }

  @Test
  void aStoreThatIsAFileOrNotTheirsIsRefusedBeforeAnythingIsRead() throws Exception {
    Path file = Files.writeString(work.resolve("file"), "x");
    Shell onFile = night.run("--set", "retrain.store=" + file + "/store");
    assertTrue(onFile.exitCode() == 3 || onFile.exitCode() == 2, onFile.err());
    Path home = Files.createDirectory(work.resolve("papers"));
    Files.writeString(home.resolve("letter.txt"), "x");
    Shell onHome = night.run("--set", "retrain.store=" + home);
    onHome.ended(2);
    assertTrue(onHome.err().contains("letter.txt"), onHome.err());
    try (Stream<Path> left = Files.list(home)) {
      assertEquals(1, left.count(), "nothing was written there");
    }
    assertEquals(before, night.current());
  }
}
