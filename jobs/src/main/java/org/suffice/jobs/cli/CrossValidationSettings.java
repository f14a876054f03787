package org.suffice.jobs.cli;

import com.typesafe.config.ConfigUtil;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import org.suffice.Failure;
import org.suffice.read.Text;
import org.suffice.statistic.FoldRule;
import org.suffice.train.Folds;

/** What the settings say of cross-validation. */
final class CrossValidationSettings {
  private static final int MOST_FOLDS = 1000;

  private CrossValidationSettings() {}

  /** The folds; empty for no cross-validation. */
  static Optional<Folds> folds(Settings settings) {
    long folds = settings.whole("cross-validation.folds");
    long seed = settings.whole("cross-validation.seed");
    boolean byColumn = settings.optional("cross-validation.fold-column").isPresent();
    boolean byGroup = settings.optional("cross-validation.group-column").isPresent();
    if (byColumn && (byGroup || folds != 0)) {
      throw Failure.usage(
          "cross-validation.fold-column says the folds: leave cross-validation.folds and"
              + " .group-column unset");
    }
    if (byGroup && folds == 0) {
      throw Failure.usage("cross-validation.group-column: set cross-validation.folds too");
    }
    if (folds != 0 && (folds < 2 || folds > MOST_FOLDS)) {
      throw Failure.usage(
          "cross-validation.folds: expected 0 or a number from 2 to "
              + MOST_FOLDS
              + ", found "
              + folds);
    }
    boolean oneStandardError =
        settings.knows("cross-validation.choose")
            && settings.text("cross-validation.choose").equals("1se");
    if (byColumn) {
      FoldRule rule = new FoldRule(FoldRule.Kind.COLUMN, 0, 0, 0);
      return Optional.of(new Folds(rule, oneStandardError));
    }
    if (folds == 0) {
      if (oneStandardError) {
        throw Failure.usage("cross-validation.choose=1se: set cross-validation.folds too");
      }
      return Optional.empty();
    }
    return Optional.of(
        new Folds(
            byGroup
                ? new FoldRule(FoldRule.Kind.GROUP, (int) folds, seed, 0)
                : FoldRule.ofRows((int) folds, seed),
            oneStandardError));
  }

  /**
   * The column that decides about folds; none where rows decide. It is ignored from now on: it is
   * no feature.
   */
  static List<String> foldColumn(Settings settings) {
    List<String> column =
        settings
            .optional("cross-validation.fold-column")
            .or(() -> settings.optional("cross-validation.group-column"))
            .map(List::of)
            .orElse(List.of());
    column.forEach(name -> requireNoOtherUse(settings, name));
    if (!column.isEmpty() && !settings.texts("data.ignore").contains(column.get(0))) {
      List<String> ignored = new ArrayList<>(settings.texts("data.ignore"));
      ignored.addAll(column);
      settings.set(
          "data.ignore",
          ignored.stream().map(ConfigUtil::quoteString).collect(Collectors.joining(",", "[", "]")));
    }
    return column;
  }

  private static void requireNoOtherUse(Settings settings, String name) {
    String label = settings.text("data.label");
    String use =
        label.equals(name) || Arrays.stream(label.split(",")).anyMatch(l -> l.strip().equals(name))
            ? "the label"
            : settings.text("data.weight").equals(name)
                ? "the weight"
                : settings.texts("data.features").contains(name) ? "one of data.features" : null;
    if (use != null) {
      throw Failure.usage(
          "cross-validation: the column of folds or groups "
              + Text.show(name)
              + " is "
              + use
              + " too");
    }
  }
}
