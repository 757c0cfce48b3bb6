package io.vicinal.server.bench;

import io.vicinal.api.filter.Filter;
import java.util.Set;
import java.util.TreeSet;

/** The names of the fields that a filter asks about. */
final class FilterFields {
  private final Set<String> names = new TreeSet<>();

  private FilterFields() {}

  static Set<String> of(Filter filter) {
    FilterFields fields = new FilterFields();
    fields.add(filter);
    return fields.names;
  }

  private void add(Filter filter) {
    if (filter instanceof Filter.And and) {
      and.operands().forEach(this::add);
    } else if (filter instanceof Filter.Or or) {
      or.operands().forEach(this::add);
    } else if (filter instanceof Filter.Not not) {
      add(not.operand());
    } else if (filter instanceof Filter.Comparison comparison) {
      names.add(comparison.field().name());
    } else if (filter instanceof Filter.In in) {
      names.add(in.field().name());
    } else if (filter instanceof Filter.StartsWith startsWith) {
      names.add(startsWith.field().name());
    } else if (filter instanceof Filter.IsNull isNull) {
      names.add(isNull.field().name());
    } else if (filter instanceof Filter.ArrayContains contains) {
      names.add(contains.field().name());
    } else {
      throw new IllegalStateException("no rule for the filter " + filter);
    }
  }
}
