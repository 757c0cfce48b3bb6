package io.vicinal.spark;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.spark.sql.catalyst.expressions.Alias;
import org.apache.spark.sql.catalyst.expressions.Attribute;
import org.apache.spark.sql.catalyst.expressions.NamedExpression;
import org.apache.spark.sql.catalyst.plans.logical.CTERelationDef;
import org.apache.spark.sql.catalyst.plans.logical.CTERelationRef;
import org.apache.spark.sql.catalyst.plans.logical.LogicalPlan;
import org.apache.spark.sql.catalyst.plans.logical.Project;
import scala.Option;
import scala.runtime.BoxedUnit;

/** The common table expressions of a query: what {@code WITH … AS} defines. */
final class CommonTables {
  private final Map<Object, LogicalPlan> definitions = new HashMap<>();

  private CommonTables() {}

  static CommonTables of(LogicalPlan plan) {
    CommonTables tables = new CommonTables();
    plan.foreach(Functions.of(tables::addIfDefinition));
    return tables;
  }

  /** The plan with definitions in the place of references to them. */
  LogicalPlan inlined(LogicalPlan plan) {
    return definitions.isEmpty()
        ? plan
        : plan.resolveOperatorsUp(
            Functions.<LogicalPlan, CTERelationRef>partial(CTERelationRef.class, this::inlined));
  }

  private BoxedUnit addIfDefinition(LogicalPlan node) {
    if (node instanceof CTERelationDef definition) {
      definitions.put(definition.id(), definition.child());
    }
    return BoxedUnit.UNIT;
  }

  private LogicalPlan inlined(CTERelationRef reference) {
    LogicalPlan definition = definitions.get(reference.cteId());
    if (definition == null || !definition.resolved()) {
      return reference;
    }
    List<Attribute> shown = Seqs.toList(reference.output());
    List<Attribute> defined = Seqs.toList(definition.output());
    List<NamedExpression> columns = new ArrayList<>();
    for (int i = 0; i < shown.size(); i++) {
      columns.add(named(defined.get(i), shown.get(i)));
    }
    return new Project(Seqs.of(columns), inlined(definition));
  }

  /** A column of a definition under the identity that it has in a reference. */
  private static NamedExpression named(Attribute defined, Attribute shown) {
    return defined.exprId().equals(shown.exprId())
        ? defined
        : new Alias(
            defined, shown.name(), shown.exprId(), shown.qualifier(), Option.empty(), Seqs.of());
  }
}
