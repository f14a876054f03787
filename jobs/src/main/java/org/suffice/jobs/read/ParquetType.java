package org.suffice.jobs.read;

import java.io.Serializable;
import java.util.Locale;
import org.apache.parquet.format.ConvertedType;
import org.apache.parquet.format.LogicalType;
import org.apache.parquet.format.SchemaElement;
import org.apache.parquet.format.TimeUnit;
import org.apache.parquet.format.Type;
import org.suffice.read.Column;

/**
 * How the values of a Parquet column are stored and what they mean.
 *
 * @param physical how they are stored; null for a group
 * @param width bytes of a value of fixed length
 * @param scale digits after the point of a decimal
 * @param text the name of the type, for messages; equal where types are equal
 */
record ParquetType(Type physical, int width, Meaning meaning, int scale, String text)
    implements Serializable {
  /** What a stored value means. */
  enum Meaning {
    /** 0 or 1. */
    BOOLEAN,
    /** A whole number. */
    SIGNED,
    /** A whole number of 0 or more. */
    UNSIGNED,
    /** A binary floating-point number. */
    FLOATING,
    /** The same in two bytes. */
    HALF,
    /** A whole number over a power of ten. */
    DECIMAL,
    /** UTF-8. */
    TEXT,
    /** Days since 1970-01-01. */
    DAYS,
    /** Milliseconds since then. */
    MILLIS,
    /** Microseconds since then. */
    MICROS,
    /** Nanoseconds since then. */
    NANOS,
    /** Nanoseconds of a day and the Julian day. */
    JULIAN,
    /** Nothing that a model can use. */
    UNSUPPORTED
  }

  /** The type of a column of plain values. */
  static ParquetType of(SchemaElement element) {
    LogicalType logical = element.isSetLogicalType() ? element.getLogicalType() : null;
    ConvertedType converted = element.isSetConverted_type() ? element.getConverted_type() : null;
    Type physical = element.getType();
    return switch (physical) {
      case BOOLEAN -> new ParquetType(physical, 0, Meaning.BOOLEAN, 0, "boolean");
      case FLOAT, DOUBLE ->
          new ParquetType(
              physical, 0, Meaning.FLOATING, 0, physical == Type.FLOAT ? "float" : "double");
      case INT96 -> new ParquetType(physical, 12, Meaning.JULIAN, 0, "timestamp(int96)");
      case INT32, INT64 -> ofInteger(element, logical, converted);
      case BYTE_ARRAY, FIXED_LEN_BYTE_ARRAY -> ofBytes(element, logical, converted);
    };
  }

  /** The type of a column that is no column of plain values. */
  static ParquetType group(String text) {
    return new ParquetType(null, 0, Meaning.UNSUPPORTED, 0, text);
  }

  private static ParquetType ofInteger(
      SchemaElement element, LogicalType logical, ConvertedType converted) {
    Type physical = element.getType();
    if (isDecimal(logical, converted)) {
      return decimal(element, logical);
    }
    Meaning meaning = Meaning.SIGNED;
    String text = physical.name().toLowerCase(Locale.ROOT);
    if (logical != null) {
      if (logical.isSetINTEGER()) {
        boolean signed = logical.getINTEGER().isIsSigned();
        meaning = signed ? Meaning.SIGNED : Meaning.UNSIGNED;
        text = (signed ? "int" : "uint") + logical.getINTEGER().getBitWidth();
      } else if (logical.isSetDATE()) {
        return new ParquetType(physical, 0, Meaning.DAYS, 0, "date");
      } else if (logical.isSetTIMESTAMP()) {
        return timestamp(physical, unit(logical.getTIMESTAMP().getUnit()));
      } else {
        return new ParquetType(physical, 0, Meaning.UNSUPPORTED, 0, name(logical));
      }
    } else if (converted != null) {
      switch (converted) {
        case INT_8, INT_16, INT_32, INT_64 -> text = text(converted).replace("_", "");
        case UINT_8, UINT_16, UINT_32, UINT_64 -> {
          meaning = Meaning.UNSIGNED;
          text = text(converted).replace("_", "");
        }
        case DATE -> {
          return new ParquetType(physical, 0, Meaning.DAYS, 0, "date");
        }
        case TIMESTAMP_MILLIS -> {
          return timestamp(physical, Meaning.MILLIS);
        }
        case TIMESTAMP_MICROS -> {
          return timestamp(physical, Meaning.MICROS);
        }
        default -> {
          return new ParquetType(physical, 0, Meaning.UNSUPPORTED, 0, text(converted));
        }
      }
    }
    return new ParquetType(physical, 0, meaning, 0, text);
  }

  private static ParquetType ofBytes(
      SchemaElement element, LogicalType logical, ConvertedType converted) {
    Type physical = element.getType();
    int width = physical == Type.FIXED_LEN_BYTE_ARRAY ? element.getType_length() : 0;
    if (isDecimal(logical, converted)) {
      return decimal(element, logical);
    }
    if (logical != null) {
      if (logical.isSetFLOAT16() && width == 2) {
        return new ParquetType(physical, width, Meaning.HALF, 0, "float16");
      }
      boolean isText = logical.isSetSTRING() || logical.isSetENUM();
      return new ParquetType(
          physical, width, isText ? Meaning.TEXT : Meaning.UNSUPPORTED, 0, name(logical));
    }
    if (converted == ConvertedType.UTF8) {
      return new ParquetType(physical, width, Meaning.TEXT, 0, "string");
    }
    if (converted == ConvertedType.ENUM) {
      return new ParquetType(physical, width, Meaning.TEXT, 0, "enum");
    }
    String text = converted == null ? "binary" : text(converted);
    return new ParquetType(physical, width, Meaning.UNSUPPORTED, 0, text);
  }

  private static boolean isDecimal(LogicalType logical, ConvertedType converted) {
    return logical != null ? logical.isSetDECIMAL() : converted == ConvertedType.DECIMAL;
  }

  private static ParquetType decimal(SchemaElement element, LogicalType logical) {
    int scale = logical != null ? logical.getDECIMAL().getScale() : element.getScale();
    int precision = logical != null ? logical.getDECIMAL().getPrecision() : element.getPrecision();
    String text = "decimal(" + precision + "," + scale + ")";
    return new ParquetType(
        element.getType(), element.getType_length(), Meaning.DECIMAL, scale, text);
  }

  private static ParquetType timestamp(Type physical, Meaning meaning) {
    String text = "timestamp(" + meaning.name().toLowerCase(Locale.ROOT) + ")";
    return new ParquetType(physical, 0, meaning, 0, text);
  }

  private static Meaning unit(TimeUnit unit) {
    return unit.isSetMILLIS()
        ? Meaning.MILLIS
        : unit.isSetMICROS() ? Meaning.MICROS : Meaning.NANOS;
  }

  private static String name(LogicalType type) {
    return type.isSetUNKNOWN() ? "null" : type.getSetField().name().toLowerCase(Locale.ROOT);
  }

  private static String text(ConvertedType type) {
    return type.name().toLowerCase(Locale.ROOT);
  }

  /** Whether a model can use such values. */
  boolean isSupported() {
    return meaning != Meaning.UNSUPPORTED;
  }

  /** How the values are read where nothing else is asked for. */
  Column.Kind kind() {
    return switch (meaning) {
      case TEXT -> Column.Kind.CATEGORICAL;
      case DAYS, MILLIS, MICROS, NANOS, JULIAN -> Column.Kind.DATE;
      default -> Column.Kind.NUMERIC;
    };
  }
}
