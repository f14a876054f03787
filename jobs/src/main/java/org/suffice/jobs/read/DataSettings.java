package org.suffice.jobs.read;

import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.suffice.Failure;
import org.suffice.read.CsvDialect;
import org.suffice.read.DatePart;
import org.suffice.read.Interaction;
import org.suffice.read.RowPlan;
import org.suffice.read.Text;

/**
 * What the configuration says of the data.
 *
 * @param path file, directory or pattern
 * @param literalPath whether the path is a name even where it looks like a pattern
 * @param recursive whether directories inside the directory are read too
 * @param format csv, libsvm, parquet, or empty to decide by the name
 * @param label the column to predict, or several with commas between them, see {@link #labels}
 * @param weight the column of row weights
 * @param features the columns to use; empty for all
 * @param ignore columns left out
 * @param categorical columns that are categories though they look like numbers
 * @param dateParts what is taken of columns of dates
 * @param bases what stands for numeric columns among the features, where it is not the number alone
 * @param interactions products of columns that are features too
 * @param dialect how CSV is written
 * @param zeroBased whether LIBSVM indexes start at 0
 * @param mergeSchema whether Parquet files may differ in columns that are not used
 * @param missing what a missing value does to its row
 * @param unseen what a level unseen in training does to its row
 * @param badRows how many rows may be unusable
 * @param quarantine where unusable rows are written
 * @param splitBytes where plain files are cut
 * @param limits against what no data file is
 * @param text how lines are taken
 */
public record DataSettings(
    String path,
    boolean literalPath,
    boolean recursive,
    Optional<String> format,
    String label,
    Optional<String> weight,
    List<String> features,
    List<String> ignore,
    List<String> categorical,
    Map<String, List<DatePart>> dateParts,
    Map<String, Basis> bases,
    List<Interaction> interactions,
    CsvDialect dialect,
    boolean zeroBased,
    boolean mergeSchema,
    RowPlan.Missing missing,
    RowPlan.UnseenLevel unseen,
    BadRows badRows,
    Optional<String> quarantine,
    long splitBytes,
    Limits limits,
    ReadOptions text) {
  /**
   * Guards against what no data file is.
   *
   * @param maxColumns the most columns of a table
   * @param maxFeatures the largest index of LIBSVM rows
   * @param maxLevels the most levels of one column
   */
  public record Limits(int maxColumns, int maxFeatures, int maxLevels) {}

  /**
   * The columns to predict: one where there is a column of that name, commas and all; else the
   * names between the commas.
   *
   * @param columns the names of all columns of the data
   */
  public List<String> labels(Collection<String> columns) {
    if (columns.contains(label) || label.indexOf(',') < 0) {
      return List.of(label);
    }
    return Arrays.stream(label.split(",", -1)).map(String::strip).toList();
  }

  /** What stands for a numeric column. */
  Basis basis(String name) {
    return bases.getOrDefault(name, Basis.NONE);
  }

  /**
   * Checks that nothing of the features is found from the data: statistics of other days have to
   * have the same.
   *
   * @throws Failure that names the column
   */
  public void requireGivenPeriods() {
    bases.forEach(
        (name, basis) -> {
          if (basis.needsRange()) {
            throw Failure.usage(
                "features.basis: statistics of other data must have the same period for column "
                    + Text.show(name)
                    + "; give it with period=");
          }
        });
  }

  /** The files of the path. */
  public Input input() {
    return Input.of(this);
  }

  /**
   * The files of several directories, which are one data set; the path only names it.
   *
   * @throws Failure when one of them holds no data
   */
  public Input input(List<String> directories) {
    return Input.of(this, directories);
  }
}
