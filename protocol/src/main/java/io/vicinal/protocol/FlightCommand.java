package io.vicinal.protocol;

import io.vicinal.api.ErrorCode;
import io.vicinal.api.VicinalException;
import org.jspecify.annotations.Nullable;

/**
 * The command of a Flight descriptor: {@code {"scan": …}} for GetFlightInfo and GetSchema, {@code
 * {"nearest": …}} for DoExchange. Exactly one key is there. A descriptor with the path [collection]
 * stands for the scan of all of it, and names the target of DoPut.
 *
 * @param scan a scan to plan
 * @param nearest a stream of searches
 */
public record FlightCommand(@Nullable ScanDocument scan, @Nullable NearestDocument nearest) {
  /** Refuses none and both. */
  public FlightCommand {
    if ((scan == null) == (nearest == null)) {
      throw new VicinalException(
          ErrorCode.INVALID_ARGUMENT, "expected exactly one of the keys 'scan' and 'nearest'");
    }
  }

  /** A scan to plan. */
  public static FlightCommand of(ScanDocument scan) {
    return new FlightCommand(scan, null);
  }

  /** A stream of searches. */
  public static FlightCommand of(NearestDocument nearest) {
    return new FlightCommand(null, nearest);
  }

  /** The command in a descriptor. */
  public static FlightCommand parse(byte[] json) {
    return Json.read(json, FlightCommand.class, "command");
  }

  /**
   * A stream of searches; of one search, without query vectors, where its options have examples.
   *
   * @param collection the collection searched
   * @param search what is wanted of each query
   */
  public record NearestDocument(String collection, SearchOptions search) {
    /** Refuses a document that lacks one of the two. */
    public NearestDocument {
      collection = Required.present(collection, "collection");
      search = Required.present(search, "search");
    }
  }
}
