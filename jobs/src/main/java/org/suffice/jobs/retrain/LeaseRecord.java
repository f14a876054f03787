package org.suffice.jobs.retrain;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Locale;
import java.util.Optional;
import org.suffice.model.Json;

/**
 * What the file of a lease says.
 *
 * @param number of the lease, one more than that of the one before
 * @param host for people
 * @param machine the running system and its space of process numbers, where the system tells: a
 *     process of the same machine that is gone holds nothing
 * @param pid of the process
 * @param processStarted when that process started, as numbers of processes are used again
 * @param since when the lease was taken
 * @param until when it ends unless it is renewed, by the clock of the owner: for people
 * @param seconds after which it ends, counted from the time of the file
 * @param released whether the owner has given it back
 */
record LeaseRecord(
    long number,
    String host,
    String machine,
    long pid,
    String processStarted,
    Instant since,
    Instant until,
    long seconds,
    boolean released) {
  private static final String FORMAT = "suffice-lease";
  private static final DateTimeFormatter TIME =
      DateTimeFormatter.ofPattern("yyyyMMdd'T'HHmmss'Z'", Locale.ROOT).withZone(ZoneOffset.UTC);

  /** A lease for this process, from now on. */
  static LeaseRecord ofThisProcess(long number, Duration duration) {
    ProcessHandle process = ProcessHandle.current();
    Instant now = Instant.now();
    return new LeaseRecord(
        number,
        hostName(),
        thisMachine(),
        process.pid(),
        started(process),
        now,
        now.plus(duration),
        duration.toSeconds(),
        false);
  }

  /** The same lease, ending later. */
  LeaseRecord renewed() {
    return ended(Instant.now().plusSeconds(seconds), false);
  }

  /** The same lease, given back. */
  LeaseRecord givenBack() {
    return ended(Instant.now(), true);
  }

  private LeaseRecord ended(Instant end, boolean givenBack) {
    return new LeaseRecord(
        number, host, machine, pid, processStarted, since, end, seconds, givenBack);
  }

  /** The name of the run that took the lease. */
  String run() {
    return TIME.format(since) + "-" + name(number);
  }

  /** A number as the names of files hold it. */
  static String name(long number) {
    return String.format(Locale.ROOT, "%06d", number);
  }

  /** Whether the owner is a process of this machine that is no more. */
  boolean isOfDeadProcess() {
    return !machine.isEmpty()
        && machine.equals(thisMachine())
        && ProcessHandle.of(pid)
            .filter(process -> process.isAlive() && started(process).equals(processStarted))
            .isEmpty();
  }

  private static String started(ProcessHandle process) {
    return process.info().startInstant().map(Instant::toString).orElse("");
  }

  private static String hostName() {
    try {
      return InetAddress.getLocalHost().getHostName();
    } catch (UnknownHostException e) {
      return "localhost";
    }
  }

  /** Empty where the system does not tell, as outside of Linux. */
  private static String thisMachine() {
    try {
      return Files.readString(Path.of("/proc/sys/kernel/random/boot_id")).strip()
          + " "
          + Files.readSymbolicLink(Path.of("/proc/self/ns/pid"));
    } catch (IOException | UnsupportedOperationException | SecurityException e) {
      return "";
    }
  }

  byte[] json() {
    ObjectNode json = Json.object();
    json.put("format", FORMAT);
    json.put("number", number);
    json.put("run", run());
    json.put("host", host);
    json.put("machine", machine);
    json.put("pid", pid);
    json.put("processStarted", processStarted);
    json.put("since", since.toString());
    json.put("until", until.toString());
    json.put("seconds", seconds);
    json.put("released", released);
    return Json.pretty(json).getBytes(StandardCharsets.UTF_8);
  }

  /** What a file says, where it is one of a lease. */
  static Optional<LeaseRecord> of(byte[] bytes) {
    try {
      JsonNode json = Json.parse(bytes);
      if (!json.path("format").asText().equals(FORMAT)) {
        return Optional.empty();
      }
      return Optional.of(
          new LeaseRecord(
              json.path("number").asLong(),
              json.path("host").asText(),
              json.path("machine").asText(),
              json.path("pid").asLong(),
              json.path("processStarted").asText(),
              Instant.parse(json.path("since").asText()),
              Instant.parse(json.path("until").asText()),
              json.path("seconds").asLong(),
              json.path("released").asBoolean()));
    } catch (IOException | java.time.DateTimeException e) {
      return Optional.empty();
    }
  }
}
