package io.vicinal.server.bench;

import io.vicinal.api.Attribute;
import io.vicinal.api.CollectionSchema;
import io.vicinal.api.ErrorCode;
import io.vicinal.api.IdType;
import io.vicinal.api.Metric;
import io.vicinal.api.ScalarType;
import io.vicinal.api.VectorField;
import io.vicinal.api.VicinalException;
import io.vicinal.api.filter.Filter;
import io.vicinal.api.filter.FilterBinding;
import io.vicinal.api.filter.FilterParser;
import io.vicinal.arrow.ArrowSchemas;
import io.vicinal.core.filter.RowFilter;
import io.vicinal.core.segment.Rows;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;
import org.apache.arrow.memory.BufferAllocator;
import org.apache.arrow.memory.RootAllocator;
import org.apache.arrow.vector.types.pojo.Field;
import org.apache.arrow.vector.types.pojo.Schema;
import org.apache.parquet.ParquetReadOptions;
import org.apache.parquet.column.page.PageReadStore;
import org.apache.parquet.conf.PlainParquetConfiguration;
import org.apache.parquet.example.data.Group;
import org.apache.parquet.example.data.simple.convert.GroupRecordConverter;
import org.apache.parquet.hadoop.ParquetFileReader;
import org.apache.parquet.io.ColumnIOFactory;
import org.apache.parquet.io.LocalInputFile;
import org.apache.parquet.io.RecordReader;
import org.apache.parquet.schema.MessageType;
import org.apache.parquet.schema.Type;

/**
 * Reads the columns that a filter needs from a Parquet file. For one thread.
 *
 * <p>A column {@code id} of integers or strings is the key of the rows; without one the key is the
 * row's number. Columns of types that attributes lack are unknown to filters.
 */
final class ParquetAttributes {
  private static final Pattern LEGAL_NAME = Pattern.compile("[A-Za-z][A-Za-z0-9_]{0,127}");

  private final Path path;
  private final MessageType file;
  private final CollectionSchema schema;
  private final List<ParquetColumn> columns = new ArrayList<>();

  private ParquetAttributes(Path path, MessageType file) {
    this.path = path;
    this.file = file;
    IdType idType = IdType.INT64;
    List<Attribute> attributes = new ArrayList<>();
    for (Type field : file.getFields()) {
      ParquetColumn column = ParquetColumn.of(field).orElse(null);
      if (column == null) {
        continue;
      }
      if (column.name().equals(CollectionSchema.ID)) {
        if (isKey(column)) {
          idType = column.type() == ScalarType.STRING ? IdType.STRING : IdType.INT64;
          columns.add(column);
        }
      } else if (LEGAL_NAME.matcher(column.name()).matches()) {
        attributes.add(new Attribute(column.name(), column.type()));
        columns.add(column);
      }
    }
    // Filters are bound to the schema of a collection, and that has a vector field.
    this.schema = new CollectionSchema(idType, List.of(vectorField(attributes)), attributes);
  }

  /**
   * Reads the rows that belong to the base's.
   *
   * @throws VicinalException if the file is no Parquet, has another number of rows than the base,
   *     or the filter does not fit its columns
   */
  static FilteredRows read(Path path, String filter, VectorSet base) {
    if (!Files.isRegularFile(path)) {
      throw invalid("there is no file " + path);
    }
    Filter parsed = FilterParser.parse(filter);
    ParquetReadOptions options =
        ParquetReadOptions.builder(new PlainParquetConfiguration())
            .withCodecFactory(new ParquetCodecs())
            .usePageChecksumVerification(true)
            .build();
    LocalInputFile input = new LocalInputFile(path);
    try (ParquetFileReader reader = ParquetFileReader.open(input, options)) {
      long rows = reader.getRecordCount();
      if (rows != base.fileRows() && rows != base.rows()) {
        throw invalid(
            path + " has " + rows + " rows; expected " + base.fileRows() + " as in " + base.path());
      }
      MessageType file = reader.getFileMetaData().getSchema();
      return new ParquetAttributes(path, file).read(reader, parsed, base.rows());
    } catch (VicinalException e) {
      throw e;
    } catch (IOException | RuntimeException e) {
      // The library reports what is wrong with a file by exceptions of many classes, and names the
      // file by an object.
      String reason = String.valueOf(e.getMessage()).replace(input.toString(), "it");
      throw new VicinalException(
          ErrorCode.INVALID_ARGUMENT, "cannot read " + path + " as Parquet: " + reason, e);
    }
  }

  private FilteredRows read(ParquetFileReader reader, Filter parsed, int rows) throws IOException {
    Set<String> names = FilterFields.of(parsed);
    names.forEach(this::requireReadable);
    Filter bound = FilterBinding.bind(parsed, schema);
    List<ParquetColumn> used = columns.stream().filter(c -> names.contains(c.name())).toList();
    MessageType projection =
        new MessageType(
            file.getName(), used.stream().map(column -> file.getType(column.name())).toList());
    reader.setRequestedSchema(projection);
    BufferAllocator allocator = new RootAllocator();
    try (AttributeChunks chunks = new AttributeChunks(arrow(names), allocator)) {
      int read = 0;
      for (PageReadStore group = reader.readNextRowGroup();
          group != null && read < rows;
          group = reader.readNextRowGroup()) {
        RecordReader<Group> records =
            new ColumnIOFactory()
                .getColumnIO(projection)
                .getRecordReader(group, new GroupRecordConverter(projection));
        for (long i = 0; i < group.getRowCount() && read < rows; i++) {
          chunks.append(records.read(), used, read++);
        }
      }
      Rows all = chunks.finish();
      return new FilteredRows(all, RowFilter.of(bound), allocator);
    } catch (IOException | RuntimeException e) {
      allocator.close();
      throw e;
    }
  }

  /** The Arrow columns of these fields. */
  private Schema arrow(Set<String> names) {
    List<Field> fields = new ArrayList<>();
    if (names.contains(CollectionSchema.ID)) {
      fields.add(ArrowSchemas.id(schema.idType()));
    }
    schema.attributes().stream()
        .filter(attribute -> names.contains(attribute.name()))
        .forEach(attribute -> fields.add(ArrowSchemas.attribute(attribute)));
    return new Schema(fields);
  }

  private void requireReadable(String name) {
    boolean unknown = columns.stream().noneMatch(column -> column.name().equals(name));
    if (unknown && file.containsField(name)) {
      throw new VicinalException(
          ErrorCode.INVALID_FILTER,
          "column '"
              + name
              + "' of "
              + path
              + " is '"
              + String.valueOf(file.getType(name)).strip()
              + "', which no attribute holds; a filter may use "
              + columns.stream().map(ParquetColumn::name).toList());
    }
  }

  private static boolean isKey(ParquetColumn column) {
    return column.type() == ScalarType.INT32
        || column.type() == ScalarType.INT64
        || column.type() == ScalarType.STRING;
  }

  private static VectorField vectorField(List<Attribute> attributes) {
    String name = "vector";
    while (isTaken(name, attributes)) {
      name += "_";
    }
    return VectorField.of(name, 1, Metric.EUCLIDEAN);
  }

  private static boolean isTaken(String name, List<Attribute> attributes) {
    return attributes.stream().anyMatch(attribute -> attribute.name().equals(name));
  }

  private static VicinalException invalid(String message) {
    return new VicinalException(ErrorCode.INVALID_ARGUMENT, message);
  }
}
