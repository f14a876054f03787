package org.suffice.jobs.read;

import java.io.Serializable;
import org.apache.parquet.format.CompressionCodec;

/**
 * Where the values of one column of a row group lie.
 *
 * @param optional whether values may be null
 * @param offset of its first page in the file
 * @param length of its pages as stored
 * @param values how many there are, nulls counted
 * @param nulls how many are null, or -1 when the file does not say
 * @param isAllDictionary whether every page refers to the dictionary
 */
record ParquetChunk(
    String column,
    ParquetType type,
    boolean optional,
    CompressionCodec codec,
    long offset,
    long length,
    long values,
    long nulls,
    boolean isAllDictionary)
    implements Serializable {
  /** A column that the file does not have: every value is null. */
  static ParquetChunk absent(String column, ParquetType type, long values) {
    return new ParquetChunk(
        column, type, true, CompressionCodec.UNCOMPRESSED, 0, 0, values, values, false);
  }

  boolean isAbsent() {
    return length == 0;
  }
}
