package io.vicinal.api;

import io.vicinal.api.filter.Filter;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * A read of the records that pass a filter, in no particular order, as of one moment.
 *
 * @param filter which records are returned; all if empty
 * @param projection which of their fields
 * @param limit at most so many, 0 or more; all if empty
 */
public record ScanRequest(Optional<Filter> filter, Projection projection, OptionalLong limit) {
  /** Every record with every field. */
  public static final ScanRequest ALL =
      new ScanRequest(Optional.empty(), Projection.ALL, OptionalLong.empty());

  /** Refuses a negative limit. */
  public ScanRequest {
    if (limit.isPresent() && limit.getAsLong() < 0) {
      throw new VicinalException(
          ErrorCode.INVALID_ARGUMENT, "limit is " + limit.getAsLong() + "; expected 0 or more");
    }
  }

  /** This request for the records that pass the filter. */
  public ScanRequest where(Filter condition) {
    return new ScanRequest(Optional.of(condition), projection, limit);
  }

  /** This request returning the given fields. */
  public ScanRequest returning(Projection fields) {
    return new ScanRequest(filter, fields, limit);
  }

  /** This request for at most so many records. */
  public ScanRequest limit(long most) {
    return new ScanRequest(filter, projection, OptionalLong.of(most));
  }
}
