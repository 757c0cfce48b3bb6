package io.vicinal.spark;

import java.util.List;
import org.apache.spark.sql.catalyst.expressions.Attribute;
import org.apache.spark.sql.catalyst.expressions.AttributeSet;
import org.apache.spark.sql.catalyst.plans.logical.Filter;
import org.apache.spark.sql.catalyst.plans.logical.LogicalPlan;
import org.apache.spark.sql.catalyst.plans.logical.Project;
import org.apache.spark.sql.catalyst.rules.Rule;

/** Makes k-NN joins bring only the columns that are used above them. */
final class NearestPruning extends Rule<LogicalPlan> {
  @Override
  public LogicalPlan apply(LogicalPlan plan) {
    return plan.transformUp(
        Functions.<LogicalPlan, Project>partial(Project.class, NearestPruning::pruned));
  }

  private static LogicalPlan pruned(Project project) {
    if (project.child() instanceof NearestJoin join) {
      NearestJoin fewer = pruned(join, project.references());
      return fewer.equals(join) ? project : project.copy(project.projectList(), fewer);
    }
    if (project.child() instanceof Filter filter && filter.child() instanceof NearestJoin join) {
      AttributeSet used = project.references().$plus$plus(filter.references());
      NearestJoin fewer = pruned(join, used);
      return fewer.equals(join)
          ? project
          : project.copy(project.projectList(), filter.copy(filter.condition(), fewer));
    }
    return project;
  }

  private static NearestJoin pruned(NearestJoin join, AttributeSet used) {
    List<Attribute> targets = Seqs.toList(join.parts().targets());
    List<Attribute> fewer = targets.stream().filter(used::contains).toList();
    return fewer.size() == targets.size() ? join : join.withTargets(fewer);
  }
}
