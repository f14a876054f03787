package org.suffice.jobs.read;

import java.util.List;
import org.suffice.read.Column;
import org.suffice.read.RowPlan;
import org.suffice.read.Schema;

/** Files of one format that hold a table with named columns. */
interface Table {
  /**
   * The columns, as far as the head of the first file tells.
   *
   * @param names in file order
   * @param kinds what each looks like
   * @param warnings worth a person's attention
   */
  record Head(List<String> names, List<Column.Kind> kinds, List<String> warnings) {}

  /**
   * What is to be read of the table.
   *
   * @param rows where values go; its encoder has the schema's columns
   * @param needLabel whether labels and weight are read
   * @param keep columns whose text is kept
   */
  record Plan(Schema schema, RowPlan rows, boolean needLabel, List<String> keep) {}

  /** The columns. */
  Head head();

  /**
   * The splits with what is to be read of them; with a null plan for scanning and counting only.
   */
  List<SplitSource> sources(Plan plan);

  /** The splits to scan for levels and missing values of any column, and ranges of the plan's. */
  List<SplitSource> sourcesToScan(Plan plan);
}
