package org.suffice.jobs.retrain;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.suffice.Failure;
import org.suffice.jobs.read.DataSettings;
import org.suffice.jobs.read.Input;
import org.suffice.jobs.read.InputFile;
import org.suffice.model.ModelDirectory;
import org.suffice.read.Text;
import org.suffice.storage.Storage;

/**
 * The data of a run: the partitions that it trains on and those that it compares on.
 *
 * @param window the partitions to train on, the oldest first, with their files
 * @param heldOut those to compare on
 * @param evaluation the data to compare on instead of partitions
 * @param notes what is worth a person's attention
 */
record Selection(
    List<Part> window, List<Part> heldOut, Optional<Input> evaluation, List<String> notes) {
  /** A partition with its files as they were listed. */
  record Part(Partition partition, Input input) {
    String name() {
      return partition.name();
    }

    /** When the newest of its files was written, in milliseconds since 1970. */
    long modified() {
      return input.files().stream().mapToLong(InputFile::modified).max().orElse(0);
    }
  }

  /** Chooses the newest partitions as the plan says. */
  static Selection of(RetrainPlan plan, String store) {
    Partitions found = Partitions.of(plan.input(), plan.requireSuccess(), plan.excluded());
    List<String> notes = new ArrayList<>(found.notes());
    int held = plan.evaluation().isPresent() ? 0 : plan.holdOut();
    List<Partition> all = found.all();
    int end = all.size() - held;
    if (end < 1) {
      throw Failure.data(
          "only "
              + all.size()
              + (all.size() == 1 ? " partition in " : " partitions in ")
              + plan.input()
              + ": "
              + held
              + (held == 1 ? " is" : " are")
              + " held out for the comparison (retrain.hold-out), and one more is needed to train"
              + " on");
    }
    int start = Math.max(0, end - plan.window());
    notes.addAll(Partitions.gaps(all.subList(start, all.size())));
    List<Part> window = new ArrayList<>();
    List<Part> heldOut = new ArrayList<>();
    for (Partition partition : all.subList(start, all.size())) {
      if (Storage.overlap(partition.directory(), store)) {
        throw Failure.usage(
            "retrain.store " + store + " and the partition " + partition.directory() + " overlap");
      }
      (window.size() < end - start ? window : heldOut)
          .add(new Part(partition, plan.data().apply(partition.directory()).input()));
    }
    Optional<Input> evaluation = plan.evaluation().map(path -> plan.heldOut().apply(path).input());
    return new Selection(window, heldOut, evaluation, notes);
  }

  /** Every partition, those of the window first. */
  List<Part> parts() {
    List<Part> all = new ArrayList<>(window);
    all.addAll(heldOut);
    return all;
  }

  /** The rows to train on, as one data set. */
  Input windowInput(DataSettings settings) {
    return settings.input(directories(window));
  }

  /** The rows to compare on, as one data set. */
  Input heldOutInput(DataSettings settings) {
    return evaluation.orElseGet(() -> settings.input(directories(heldOut)));
  }

  private static List<String> directories(List<Part> parts) {
    return parts.stream().map(part -> part.partition().directory()).toList();
  }

  /** A hash of all files and their roles, with the settings: equal when a run has nothing to do. */
  String key(Map<String, String> settings) {
    StringBuilder text = new StringBuilder(settings.toString());
    window.forEach(part -> text.append("\nwindow ").append(part.input().fingerprint()));
    heldOut.forEach(part -> text.append("\nheld out ").append(part.input().fingerprint()));
    evaluation.ifPresent(input -> text.append("\nevaluation ").append(input.fingerprint()));
    return ModelDirectory.sha256(text.toString().getBytes(StandardCharsets.UTF_8));
  }

  /**
   * Lists all files again.
   *
   * @throws Failure when a partition is no longer what it was when the run began
   */
  void requireUnchanged(RetrainPlan plan) {
    Map<Part, Input> now = new LinkedHashMap<>();
    for (Part part : parts()) {
      String what = "partition " + Text.show(part.name());
      try {
        now.put(part, plan.data().apply(part.partition().directory()).input());
      } catch (Failure e) {
        throw Failure.data(what + " vanished while it was read: " + e.getMessage(), e);
      }
      if (!now.get(part).fingerprint().equals(part.input().fingerprint())) {
        throw Failure.data(what + " changed while it was read; run again when it is complete");
      }
    }
    evaluation.ifPresent(Input::requireUnchanged);
  }
}
