package io.vicinal.spark;

import io.vicinal.protocol.NearestColumns;
import org.apache.spark.sql.catalyst.expressions.Attribute;
import org.apache.spark.sql.catalyst.expressions.AttributeReference;
import org.apache.spark.sql.catalyst.expressions.NamedExpression;
import org.apache.spark.sql.connector.catalog.MetadataColumn;
import org.apache.spark.sql.types.DataType;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.Metadata;
import org.apache.spark.sql.types.MetadataBuilder;

/**
 * The metadata column with the distance of a neighbour from its query. It has a value in k-NN joins
 * that run on the index, and nowhere else.
 */
final class DistanceColumn implements MetadataColumn {
  /** The name, which no attribute can have. */
  static final String NAME = NearestColumns.DISTANCE;

  private static final String METADATA_COLUMN = "__metadata_col";

  @Override
  public String name() {
    return NAME;
  }

  @Override
  public DataType dataType() {
    return DataTypes.FloatType;
  }

  @Override
  public String comment() {
    return "distance from the query of a k-NN join; smaller is nearer, for every metric";
  }

  /** The column in the output of a join. Queries ask for it by name; a star leaves it out. */
  static Attribute attribute(boolean nullable) {
    Metadata hidden = new MetadataBuilder().putString(METADATA_COLUMN, NAME).build();
    return new AttributeReference(
        NAME, DataTypes.FloatType, nullable, hidden, NamedExpression.newExprId(), Seqs.of());
  }
}
