package io.vicinal.protocol;

import io.vicinal.api.CollectionSchema;
import io.vicinal.api.Grouping;
import io.vicinal.arrow.ArrowSchemas;
import java.util.ArrayList;
import java.util.List;
import org.apache.arrow.vector.types.FloatingPointPrecision;
import org.apache.arrow.vector.types.pojo.ArrowType;
import org.apache.arrow.vector.types.pojo.Field;
import org.apache.arrow.vector.types.pojo.FieldType;
import org.apache.arrow.vector.types.pojo.Schema;

/**
 * The columns of a stream of searches.
 *
 * <pre>
 * queries     vector: fixed_size_list or list of float32; other columns are ignored
 * neighbours  _query: int32, _rank: int32, _distance: float32, id, the fields projected
 *             and, where they are grouped, _group: as the attribute, last
 * </pre>
 *
 * <p>Neighbours come in the order of their queries, nearest first; where they are grouped, group by
 * group, the group of the nearest first.
 */
public final class NearestColumns {
  /** The column of query vectors. A column named as the field searched will do as well. */
  public static final String VECTOR = "vector";

  /** The number of the query, from 0, over all batches of the stream. */
  public static final String QUERY = "_query";

  /** The place of the neighbour among those of its query, from 0. */
  public static final String RANK = "_rank";

  /** The distance from the query. */
  public static final String DISTANCE = "_distance";

  /** The value that the neighbours of a group share; null if they have none. */
  public static final String GROUP = "_group";

  private NearestColumns() {}

  /** The columns of batches of queries. */
  public static Schema queries(int dimension) {
    Field item = new Field("item", FieldType.notNullable(float32()), null);
    FieldType vector = FieldType.notNullable(new ArrowType.FixedSizeList(dimension));
    return new Schema(List.of(new Field(VECTOR, vector, List.of(item))));
  }

  /** The columns of batches of neighbours. */
  public static Schema neighbors(CollectionSchema schema, SearchOptions options) {
    List<Field> columns = new ArrayList<>();
    columns.add(new Field(QUERY, FieldType.notNullable(int32()), null));
    columns.add(new Field(RANK, FieldType.notNullable(int32()), null));
    columns.add(new Field(DISTANCE, FieldType.notNullable(float32()), null));
    columns.addAll(ArrowSchemas.records(schema, options.projection()).getFields());
    options.grouping().ifPresent(grouping -> columns.add(group(schema, grouping)));
    return new Schema(columns);
  }

  private static Field group(CollectionSchema schema, Grouping grouping) {
    Field attribute = ArrowSchemas.attribute(schema.attribute(grouping.attribute()));
    return new Field(GROUP, attribute.getFieldType(), attribute.getChildren());
  }

  private static ArrowType int32() {
    return new ArrowType.Int(Integer.SIZE, true);
  }

  private static ArrowType float32() {
    return new ArrowType.FloatingPoint(FloatingPointPrecision.SINGLE);
  }
}
