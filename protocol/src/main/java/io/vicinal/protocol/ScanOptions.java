package io.vicinal.protocol;

import io.vicinal.api.Projection;
import io.vicinal.api.ScanRequest;
import io.vicinal.api.filter.FilterParser;
import java.util.Optional;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;

/**
 * A scan over REST: {@code {"filter": "year > 2000", "limit": 100}}.
 *
 * @param fields what is returned beside the id; everything if absent
 * @param filter a condition in SQL; none if absent
 * @param limit at most so many records; as many as the node allows if absent
 */
public record ScanOptions(
    @Nullable Projection fields, @Nullable String filter, @Nullable Long limit) {

  /**
   * The request.
   *
   * @throws io.vicinal.api.VicinalException if filter or limit are wrong
   */
  public ScanRequest toRequest() {
    return new ScanRequest(
        Optional.ofNullable(filter).map(FilterParser::parse),
        fields == null ? Projection.ALL : fields,
        limit == null ? OptionalLong.empty() : OptionalLong.of(limit));
  }
}
