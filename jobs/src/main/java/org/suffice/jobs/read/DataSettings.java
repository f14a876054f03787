package org.suffice.jobs.read;

import java.util.List;
import java.util.Optional;
import org.suffice.read.CsvDialect;
import org.suffice.read.CsvPlan;

/**
 * What the configuration says of the data.
 *
 * @param path file, directory or pattern
 * @param format csv, libsvm, or empty to decide by the name
 * @param weight the column of row weights
 * @param features the columns to use; empty for all
 * @param ignore columns left out
 * @param categorical columns that are categories though they look like numbers
 * @param dialect how CSV is written
 * @param missing what a missing value does to its row
 * @param splitBytes where plain files are cut
 * @param maxLine the longest line in bytes
 * @param maxLevels the most levels of one column
 */
public record DataSettings(
    String path,
    Optional<String> format,
    String label,
    Optional<String> weight,
    List<String> features,
    List<String> ignore,
    List<String> categorical,
    CsvDialect dialect,
    CsvPlan.Missing missing,
    long splitBytes,
    int maxLine,
    int maxLevels) {
  /** The files of the path. */
  public Input input() {
    return Input.of(path, format, splitBytes);
  }
}
