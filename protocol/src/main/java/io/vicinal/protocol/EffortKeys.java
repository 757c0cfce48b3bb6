package io.vicinal.protocol;

import io.vicinal.api.ErrorCode;
import io.vicinal.api.SearchEffort;
import io.vicinal.api.VicinalException;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** The keys {@code ef} and {@code recallTarget} of a search, of which at most one is there. */
final class EffortKeys {
  private EffortKeys() {}

  static void check(@Nullable Integer ef, @Nullable Double recallTarget) {
    if (ef != null && recallTarget != null) {
      throw new VicinalException(
          ErrorCode.INVALID_ARGUMENT,
          "the keys 'ef' and 'recallTarget' in one search; expected one of the two, or none");
    }
  }

  static Optional<SearchEffort> effort(@Nullable Integer ef, @Nullable Double recallTarget) {
    if (ef != null) {
      return Optional.of(new SearchEffort.Width(ef));
    }
    return Optional.ofNullable(recallTarget).map(SearchEffort.RecallTarget::new);
  }

  static @Nullable Integer ef(Optional<SearchEffort> effort) {
    return effort.orElse(null) instanceof SearchEffort.Width width ? width.ef() : null;
  }

  static @Nullable Double recallTarget(Optional<SearchEffort> effort) {
    return effort.orElse(null) instanceof SearchEffort.RecallTarget target ? target.recall() : null;
  }
}
