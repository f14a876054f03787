package org.suffice.jobs.retrain;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.suffice.Failure;
import org.suffice.model.Json;

/** A store of models on the local file system. */
final class ModelStoreTest {
  private static final Duration HOUR = Duration.ofHours(1);
  private static final double ROUNDING = 1e-12; // four rows of small whole numbers

  @TempDir Path work;

  private Path directory;
  private ModelStore store;

  @BeforeEach
  void name() {
    directory = work.resolve("store");
    store = ModelStore.at(directory.toString());
  }

  private Version publish(double slope) {
    try (Lease lease = store.lock(HOUR)) {
      return publish(lease, slope);
    }
  }

  private Version publish(Lease lease, double slope) {
    return store.publish(
        lease, Lines.write(store.candidate(lease), slope), Json.object().put("slope", slope));
  }

  private double served() {
    return Lines.read(directory.toString());
  }

  private static Failure assertFails(Failure.Kind kind, Runnable action) {
    Failure failure = assertThrows(Failure.class, action::run);
    assertEquals(kind, failure.kind(), failure.getMessage());
    assertEquals(1, failure.getMessage().lines().count(), failure.getMessage());
    return failure;
  }

  private List<String> names(String inside) throws IOException {
    try (Stream<Path> members = Files.list(directory.resolve(inside))) {
      return members.map(member -> member.getFileName().toString()).sorted().toList();
    }
  }

  @Test
  void versionsAreNumberedAndTheLastIsInService() throws IOException {
    assertTrue(store.current().isEmpty());
    assertEquals(List.of(), store.versions());
    Version first = publish(1);
    assertEquals(1, served(), ROUNDING);
    Version second = publish(2);

    assertEquals("v000001", first.name());
    assertEquals(Optional.empty(), first.parent());
    assertEquals(Optional.of("v000001"), second.parent());
    assertEquals(List.of(first, second), store.versions());
    assertEquals(Optional.of(second), store.current());
    assertEquals(2, second.facts().get("slope").asDouble());
    assertEquals(2, served(), ROUNDING);
    assertEquals(1, Lines.read(first.directory()), ROUNDING);
    assertEquals(List.of("CURRENT", "leases", "models", "work"), names(""));
    assertEquals(List.of(), names("work"));
    assertEquals(List.of("000002.json"), names("leases"));
  }

  @Test
  void aRunKeepsAnotherOut() {
    try (Lease lease = store.lock(HOUR)) {
      Failure refused = assertFails(Failure.Kind.BUSY, () -> store.lock(HOUR));
      assertTrue(
          refused.getMessage().contains("process " + ProcessHandle.current().pid()),
          refused.getMessage());
      publish(lease, 1);
    }
    publish(2);
    assertEquals(2, served(), ROUNDING);
  }

  @Test
  void aLeaseThatIsRenewedOutlivesItsTime() throws InterruptedException {
    try (Lease lease = store.lock(Duration.ofSeconds(2))) {
      Thread.sleep(4000);
      lease.requireHeld();
      assertFails(Failure.Kind.BUSY, () -> store.lock(HOUR));
    }
  }

  /** As one that was suspended for long: another took over, and it does not know. */
  private Lease overtaken() throws IOException {
    Lease first = store.lock(HOUR);
    Lines.write(store.candidate(first), 13);
    Path lease = directory.resolve("leases/000002.json");
    Files.writeString(
        lease,
        Files.readString(lease)
            .replaceFirst("\"seconds\" : \\d+", "\"seconds\" : 0")
            .replaceFirst("\"pid\" : \\d+", "\"pid\" : 1"));
    return first;
  }

  @Test
  void aRunThatLostItsLeaseCannotPublish() throws IOException {
    publish(1);
    Lease first = overtaken();
    try (Lease second = store.lock(HOUR)) {
      assertFails(Failure.Kind.BUSY, first::requireHeld);
      assertFails(
          Failure.Kind.BUSY, () -> store.publish(first, store.candidate(first), Json.object()));
      assertFalse(Files.exists(directory.resolve("work/000002")));
      // Even a check that came too early does not help: what it would move is gone.
      assertThrows(
          IOException.class,
          () ->
              org.suffice.storage.Storage.of(directory.toString())
                  .rename(store.candidate(first), directory + "/models/v000002"));
      first.close();
      second.requireHeld();
      assertEquals("v000002", publish(second, 2).name());
    }
    assertEquals(2, served(), ROUNDING);
    ObjectNode record = store.records().get(0);
    assertEquals("failed", record.get("outcome").asText());
    assertTrue(record.get("message").asText().contains("cut off"), record.toString());
  }

  @Test
  void aLeaseOfAProcessThatIsNoMoreIsFree() throws Exception {
    try (Lease lease = store.lock(HOUR)) {
      assertEquals(List.of("000001.json"), names("leases"));
      lease.requireHeld();
    }
    Process gone = new ProcessBuilder("true").start();
    assertEquals(0, gone.waitFor());
    Path file = directory.resolve("leases/000001.json");
    String text = Files.readString(file).replace("\"released\" : true", "\"released\" : false");
    Files.writeString(file, text.replaceFirst("\"pid\" : \\d+", "\"pid\" : " + gone.pid()));
    store.lock(HOUR).close();
    Files.writeString(
        file.resolveSibling("000003.json"), text.replace("\"number\" : 1", "\"number\" : 3"));
    assertFails(Failure.Kind.BUSY, () -> store.lock(HOUR)); // this one lives
  }

  @Test
  void aLeaseThatNobodyUnderstandsEndsToo() throws Exception {
    Files.createDirectories(directory.resolve("leases"));
    Path file = Files.writeString(directory.resolve("leases/000007.json"), "{\"form");
    assertFails(Failure.Kind.BUSY, () -> store.lock(HOUR));
    Files.setLastModifiedTime(
        file, java.nio.file.attribute.FileTime.from(java.time.Instant.now().minusSeconds(3601)));
    try (Lease lease = store.lock(HOUR)) {
      assertTrue(lease.run().endsWith("-000008"), lease.run());
    }
  }

  @Test
  void rollbackPutsTheOneBeforeInServiceAndNumbersGoOn() {
    publish(1);
    publish(2);
    publish(3);
    try (Lease lease = store.lock(HOUR)) {
      assertEquals("v000002", store.rollback(lease, Optional.empty()).name());
      assertEquals(2, served(), ROUNDING);
      assertEquals("v000001", store.rollback(lease, Optional.empty()).name());
      Failure none = assertFails(Failure.Kind.USAGE, () -> store.rollback(lease, Optional.empty()));
      assertTrue(none.getMessage().contains("first version"), none.getMessage());
      assertEquals("v000003", store.rollback(lease, Optional.of("v000003")).name());
      store.rollback(lease, Optional.of("v000001"));
    }
    assertEquals(1, served(), ROUNDING);
    assertEquals(3, store.versions().size());
    Version next = publish(4);
    assertEquals("v000004", next.name());
    assertEquals(Optional.of("v000001"), next.parent());
    try (Lease lease = store.lock(HOUR)) {
      assertEquals("v000001", store.rollback(lease, Optional.empty()).name());
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"v000009", "v000000", "../../elsewhere", "v1", "CURRENT", "", "V000001"})
  void rollbackGoesToVersionsOnly(String name) {
    publish(1);
    try (Lease lease = store.lock(HOUR)) {
      Failure failure =
          assertFails(Failure.Kind.USAGE, () -> store.rollback(lease, Optional.of(name)));
      assertTrue(failure.getMessage().contains("v000001"), failure.getMessage());
    }
    assertEquals(1, served(), ROUNDING);
  }

  @Test
  void theNewestStayAndTheOneInServiceAndTheOneBefore() throws IOException {
    for (int i = 1; i <= 6; i++) {
      publish(i);
    }
    try (Lease lease = store.lock(HOUR)) {
      store.rollback(lease, Optional.of("v000003"));
      assertEquals(List.of("v000001", "v000004"), store.prune(lease, 2));
    }
    assertEquals(List.of("v000002", "v000003", "v000005", "v000006"), names("models"));
    assertEquals(3, served(), ROUNDING);
    assertEquals("v000007", publish(7).name());
  }

  /** As after a crash between the two moves of a publication. */
  @Test
  void whatNeverServedMakesRoomForTheNext() throws IOException {
    Path source = Path.of(publish(1).directory());
    publish(2);
    Path orphan = Files.move(source, directory.resolve("models/v000003"));
    assertEquals(List.of("v000002"), store.versions().stream().map(Version::name).toList());
    Version next = publish(3);
    assertEquals("v000003", next.name());
    assertEquals(orphan.toString(), next.directory());
    assertEquals(3, served(), ROUNDING);
  }

  @Test
  void aLostPointerIsNotMadeUp() throws IOException {
    publish(1);
    publish(2);
    Files.delete(directory.resolve("CURRENT"));
    try (Lease lease = store.lock(HOUR)) {
      Failure failure = assertFails(Failure.Kind.DATA, () -> publish(lease, 3));
      assertTrue(failure.getMessage().contains("rollback --to"), failure.getMessage());
      assertEquals(List.of("v000001", "v000002"), names("models"));
      store.rollback(lease, Optional.of("v000002"));
    }
    assertEquals(2, served(), ROUNDING);
    assertEquals("v000003", publish(3).name());
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "{}",
        "[[[",
        "{\"format\":\"suffice-current\",\"formatVersion\":1,\"version\":\"../../x\"}",
        "{\"format\":\"suffice-current\",\"formatVersion\":2,\"version\":\"v000001\"}"
      })
  void aDamagedPointerIsRefusedAndMended(String text) throws IOException {
    publish(1);
    Files.writeString(directory.resolve("CURRENT"), text);
    Failure failure = assertFails(Failure.Kind.DATA, this::served);
    assertTrue(failure.getMessage().contains("CURRENT"), failure.getMessage());
    try (Lease lease = store.lock(HOUR)) {
      store.rollback(lease, Optional.of("v000001"));
    }
    assertEquals(1, served(), ROUNDING);
  }

  /** Another model, complete in itself, in the place of the one in service. */
  @Test
  void anExchangedModelIsRefused() throws IOException {
    Path first = Path.of(publish(1).directory());
    Path second = Path.of(publish(2).directory());
    Files.move(second, work.resolve("aside"));
    Files.move(first, second);
    Failure failure = assertFails(Failure.Kind.DATA, this::served);
    assertTrue(failure.getMessage().contains("not the model"), failure.getMessage());
    try (Lease lease = store.lock(HOUR)) {
      assertFails(Failure.Kind.DATA, () -> store.rollback(lease, Optional.of("v000002")));
    }
  }

  @Test
  void aTamperedModelIsNeitherPublishedNorServed() throws IOException {
    publish(1);
    try (Lease lease = store.lock(HOUR)) {
      Path candidate = Path.of(Lines.write(store.candidate(lease), 2));
      byte[] bytes = Files.readAllBytes(candidate.resolve("model.safetensors"));
      bytes[bytes.length - 1] ^= 1;
      Files.write(candidate.resolve("model.safetensors"), bytes);
      assertFails(
          Failure.Kind.DATA, () -> store.publish(lease, candidate.toString(), Json.object()));
    }
    assertEquals(1, served(), ROUNDING);
    assertEquals(List.of("v000001"), names("models"));
  }

  @Test
  void aForeignDirectoryIsNoStore() throws IOException {
    Files.createDirectories(directory);
    Files.writeString(directory.resolve("thesis.tex"), "x");
    Failure failure = assertFails(Failure.Kind.USAGE, () -> ModelStore.at(directory.toString()));
    assertTrue(failure.getMessage().contains("'thesis.tex'"), failure.getMessage());
    assertFails(Failure.Kind.USAGE, () -> ModelStore.at(directory + "/thesis.tex"));
    assertFails(Failure.Kind.USAGE, () -> ModelStore.at("/"));
    assertFails(Failure.Kind.USAGE, () -> ModelStore.at(System.getProperty("user.home")));
  }

  @Test
  void statisticsAreKeptByNameAndRemoved() throws IOException {
    try (Lease lease = store.lock(HOUR)) {
      for (String name : List.of("day=1-aa", "day=2-bb")) {
        Path made = Files.createDirectories(Path.of(lease.work(), "made"));
        Files.writeString(made.resolve("x"), name);
        store.keepStatistics(lease, made.toString(), name);
      }
      assertEquals(List.of("day=1-aa", "day=2-bb"), store.statisticsNames());
      store.pruneStatistics(lease, Set.of("day=2-bb"));
      assertEquals(Optional.empty(), store.statistics("day=1-aa"));
      assertEquals(
          "day=2-bb", Files.readString(Path.of(store.statistics("day=2-bb").orElseThrow(), "x")));
      for (String name : List.of("../x", "a/b", ".x", "")) {
        assertThrows(IllegalArgumentException.class, () -> store.statistics(name));
      }
    }
  }

  @Test
  void aRunLeavesOneRecord() throws IOException {
    String run;
    try (Lease lease = store.lock(HOUR)) {
      run = lease.run();
      assertTrue(store.record(lease, Json.object().put("outcome", "kept")));
      assertFalse(store.record(lease, Json.object().put("outcome", "published")));
    }
    Files.writeString(directory.resolve("runs/00000000T000000Z-000000.json"), "{");
    List<ObjectNode> records = store.records();
    assertEquals("unreadable", records.get(0).get("outcome").asText());
    assertEquals("kept", records.get(1).get("outcome").asText());
    assertEquals(run, records.get(1).get("run").asText());
  }
}
