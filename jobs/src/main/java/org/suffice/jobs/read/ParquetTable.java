package org.suffice.jobs.read;

import java.util.List;
import org.suffice.Failure;

/** Parquet files with the same columns. */
final class ParquetTable implements Table {
  ParquetTable(List<Split> splits, DataSettings settings) {
    throw Failure.usage("Parquet");
  }

  /** One split for each row group. */
  static List<Split> splits(List<InputFile> files) {
    throw Failure.usage("Parquet");
  }

  @Override
  public Head head() {
    return null;
  }

  @Override
  public List<SplitSource> sources(Plan plan) {
    return List.of();
  }
}
