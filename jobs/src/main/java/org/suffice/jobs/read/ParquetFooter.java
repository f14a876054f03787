package org.suffice.jobs.read;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.apache.parquet.format.ColumnChunk;
import org.apache.parquet.format.ColumnMetaData;
import org.apache.parquet.format.ConvertedType;
import org.apache.parquet.format.Encoding;
import org.apache.parquet.format.FieldRepetitionType;
import org.apache.parquet.format.FileMetaData;
import org.apache.parquet.format.InterningProtocol;
import org.apache.parquet.format.PageEncodingStats;
import org.apache.parquet.format.PageType;
import org.apache.parquet.format.RowGroup;
import org.apache.parquet.format.SchemaElement;
import org.suffice.Failure;
import org.suffice.read.Text;
import org.suffice.storage.Storage;
import shaded.parquet.org.apache.thrift.TConfiguration;
import shaded.parquet.org.apache.thrift.TException;
import shaded.parquet.org.apache.thrift.protocol.TCompactProtocol;
import shaded.parquet.org.apache.thrift.transport.TIOStreamTransport;

/**
 * What the end of a Parquet file says of it: its columns, and where the values of each row group
 * lie.
 *
 * @param fields the columns of the outermost level, in file order
 * @param positions the fields by name
 * @param groups the row groups that have rows, in file order
 */
record ParquetFooter(
    InputFile file, List<Field> fields, Map<String, Integer> positions, List<Group> groups) {
  private static final int TAIL = 8;
  private static final Set<Encoding> DICTIONARY =
      Set.of(Encoding.PLAIN_DICTIONARY, Encoding.RLE_DICTIONARY);
  private static final int MAX_NESTING = 64;
  private static final int MAX_STRUCT_DEPTH = 64;

  /**
   * A column.
   *
   * @param leaf the position of its values among the chunks of a row group, or -1 for a group
   */
  record Field(String name, ParquetType type, boolean optional, int leaf) {}

  /**
   * A row group.
   *
   * @param firstRow the position of its first row in the file
   * @param start the position of its first byte
   * @param end the position after its last byte
   * @param chunks where the values of each field lie; null for those that no model can use
   */
  record Group(long firstRow, long rows, long start, long end, List<ParquetChunk> chunks) {}

  /**
   * Reads the footer of a file.
   *
   * @throws Failure that names the file when there is none
   */
  static ParquetFooter read(InputFile file) {
    try {
      return new Reader(file).read();
    } catch (IOException | TException e) {
      throw Failure.data(
          "cannot read " + file.path() + ": its footer is broken: " + e.getMessage(), e);
    } catch (Failure e) {
      throw e;
    } catch (RuntimeException e) { // what broken bytes may lead a parser to
      throw Failure.data("cannot read " + file.path() + ": its footer is broken: " + e, e);
    }
  }

  /** Where the field of that name stands, or -1. */
  int indexOf(String name) {
    return positions.getOrDefault(name, -1);
  }

  private static final class Reader {
    private final InputFile file;
    private List<SchemaElement> schema;
    private int element;
    private int leaves;

    Reader(InputFile file) {
      this.file = file;
    }

    ParquetFooter read() throws IOException, TException {
      FileMetaData metadata = parse(footerBytes());
      if (metadata.isSetEncryption_algorithm()) {
        throw encrypted();
      }
      schema = metadata.getSchema();
      if (schema.isEmpty()) {
        throw broken("it has no schema");
      }
      List<Field> fields = new ArrayList<>();
      Map<String, Integer> positions = new HashMap<>();
      SchemaElement root = next(0);
      for (int i = 0; i < root.getNum_children(); i++) {
        Field field = field();
        positions.putIfAbsent(field.name(), fields.size());
        fields.add(field);
      }
      List<Group> groups = new ArrayList<>();
      long firstRow = 0;
      for (RowGroup group : metadata.getRow_groups()) {
        if (group.getNum_rows() < 0) {
          throw broken("a row group of " + group.getNum_rows() + " rows");
        }
        if (group.getNum_rows() > 0) {
          groups.add(group(group, firstRow, fields));
        }
        firstRow += group.getNum_rows();
      }
      return new ParquetFooter(file, List.copyOf(fields), positions, List.copyOf(groups));
    }

    private byte[] footerBytes() throws IOException {
      if (file.length() == 0) {
        throw Failure.data("cannot read " + file.path() + ": it is empty, hence not Parquet");
      }
      if (file.length() < TAIL + 4) {
        throw notParquet();
      }
      try (Storage.Stretches stretches = Storage.of(file.path()).openStretches(file.path())) {
        byte[] tail = new byte[TAIL];
        stretches.readFully(file.length() - TAIL, tail, 0, TAIL);
        String magic = new String(tail, 4, 4, StandardCharsets.ISO_8859_1);
        if (magic.equals("PARE")) {
          throw encrypted();
        }
        if (!magic.equals("PAR1")) {
          byte[] head = new byte[4];
          stretches.readFully(0, head, 0, 4);
          if (new String(head, StandardCharsets.ISO_8859_1).equals("PAR1")) {
            throw Failure.data(
                "cannot read "
                    + file.path()
                    + ": it starts as Parquet and does not end so: it is cut off, or its writer did"
                    + " not finish");
          }
          throw notParquet();
        }
        long length = ByteBuffer.wrap(tail).order(ByteOrder.LITTLE_ENDIAN).getInt() & 0xffffffffL;
        if (length > file.length() - TAIL - 4) {
          throw broken("a footer of " + length + " bytes in a file of " + file.length() + " bytes");
        }
        if (length > Runtime.getRuntime().maxMemory() / 8) {
          throw Failure.data(
              "cannot read "
                  + file.path()
                  + ": its footer has "
                  + (length >> 20)
                  + " MiB, too much for the heap: give the driver more memory");
        }
        byte[] footer = new byte[(int) length];
        stretches.readFully(file.length() - TAIL - length, footer, 0, footer.length);
        return footer;
      }
    }

    /** Nothing in the footer can be longer than the footer, which keeps broken lengths harmless. */
    private static FileMetaData parse(byte[] footer) throws TException {
      TConfiguration limits = new TConfiguration(footer.length, footer.length, MAX_STRUCT_DEPTH);
      FileMetaData metadata = new FileMetaData();
      metadata.read(
          new InterningProtocol(
              new TCompactProtocol(
                  new TIOStreamTransport(limits, new ByteArrayInputStream(footer)))));
      return metadata;
    }

    private SchemaElement next(int depth) {
      if (element >= schema.size() || depth > MAX_NESTING) {
        throw broken("its schema is not a tree");
      }
      return schema.get(element++);
    }

    private Field field() {
      SchemaElement top = next(1);
      boolean repeated = top.getRepetition_type() == FieldRepetitionType.REPEATED;
      if (top.isSetNum_children() && top.getNum_children() > 0 || !top.isSetType()) {
        skipChildren(top, 1);
        return new Field(top.getName(), ParquetType.group(groupName(top, repeated)), true, -1);
      }
      int leaf = leaves++;
      boolean optional = top.getRepetition_type() == FieldRepetitionType.OPTIONAL;
      ParquetType type = repeated ? ParquetType.group("list") : ParquetType.of(top);
      return new Field(top.getName(), type, optional, leaf);
    }

    private void skipChildren(SchemaElement parent, int depth) {
      for (int i = 0; i < parent.getNum_children(); i++) {
        SchemaElement child = next(depth);
        if (child.isSetNum_children() && child.getNum_children() > 0) {
          skipChildren(child, depth + 1);
        } else {
          leaves++;
        }
      }
    }

    private static String groupName(SchemaElement group, boolean repeated) {
      ConvertedType converted = group.isSetConverted_type() ? group.getConverted_type() : null;
      boolean logical = group.isSetLogicalType();
      if (repeated
          || converted == ConvertedType.LIST
          || (logical && group.getLogicalType().isSetLIST())) {
        return "list";
      }
      boolean map =
          converted == ConvertedType.MAP
              || converted == ConvertedType.MAP_KEY_VALUE
              || (logical && group.getLogicalType().isSetMAP());
      return map ? "map" : "struct";
    }

    private Group group(RowGroup group, long firstRow, List<Field> fields) {
      List<ColumnChunk> columns = group.getColumns();
      if (columns.size() != leaves || leaves == 0) {
        throw broken(
            "a row group of " + columns.size() + " columns where the schema has " + leaves);
      }
      long start = Long.MAX_VALUE;
      long end = 0;
      for (ColumnChunk column : columns) {
        requireHere(column);
        long offset = offset(column.getMeta_data());
        long length = column.getMeta_data().getTotal_compressed_size();
        if (offset < 4 || length < 0 || length > file.length() - offset) {
          throw broken("a column at byte " + offset + " of " + length + " bytes: beyond the file");
        }
        start = Math.min(start, offset);
        end = Math.max(end, offset + length);
      }
      List<ParquetChunk> chunks = new ArrayList<>();
      for (Field field : fields) {
        boolean wanted = field.leaf() >= 0 && field.type().isSupported();
        ParquetChunk chunk =
            wanted
                ? chunk(field, columns.get(field.leaf()).getMeta_data(), group.getNum_rows())
                : null;
        chunks.add(chunk);
      }
      return new Group(firstRow, group.getNum_rows(), start, end, chunks);
    }

    private void requireHere(ColumnChunk column) {
      if (column.isSetCrypto_metadata()) {
        throw encrypted();
      }
      if (!column.isSetMeta_data() || column.isSetFile_path()) {
        throw broken("a column that lies in another file");
      }
    }

    private static long offset(ColumnMetaData column) {
      long data = column.getData_page_offset();
      long dictionary =
          column.isSetDictionary_page_offset() ? column.getDictionary_page_offset() : 0;
      return dictionary > 0 && dictionary < data ? dictionary : data;
    }

    private ParquetChunk chunk(Field field, ColumnMetaData column, long rows) {
      if (column.getNum_values() != rows || column.getType() != field.type().physical()) {
        throw broken(
            "the column "
                + Text.show(field.name())
                + " has "
                + column.getNum_values()
                + " values of type "
                + column.getType()
                + " in a row group of "
                + rows
                + " rows");
      }
      boolean counted = column.isSetStatistics() && column.getStatistics().isSetNull_count();
      return new ParquetChunk(
          field.name(),
          field.type(),
          field.optional(),
          column.getCodec(),
          offset(column),
          column.getTotal_compressed_size(),
          column.getNum_values(),
          !field.optional() ? 0 : counted ? column.getStatistics().getNull_count() : -1,
          isAllDictionary(column));
    }

    private static boolean isAllDictionary(ColumnMetaData column) {
      if (column.isSetEncoding_stats()) {
        return column.getEncoding_stats().stream()
            .filter(pages -> pages.getPage_type() != PageType.DICTIONARY_PAGE)
            .map(PageEncodingStats::getEncoding)
            .allMatch(DICTIONARY::contains);
      }
      // Without the count of pages, PLAIN may be the encoding of the dictionary or of a page.
      return column.getEncodings().contains(Encoding.PLAIN_DICTIONARY)
          && Set.of(Encoding.PLAIN_DICTIONARY, Encoding.RLE, Encoding.BIT_PACKED)
              .containsAll(column.getEncodings());
    }

    private Failure encrypted() {
      return Failure.data("cannot read " + file.path() + ": it is encrypted");
    }

    private Failure notParquet() {
      return Failure.data("cannot read " + file.path() + ": it is not a Parquet file");
    }

    private Failure broken(String what) {
      return Failure.data("cannot read " + file.path() + ": its footer is broken: " + what);
    }
  }
}
