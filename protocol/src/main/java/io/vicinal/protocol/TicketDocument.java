package io.vicinal.protocol;

import io.vicinal.api.ErrorCode;
import io.vicinal.api.Projection;
import io.vicinal.api.RecordId;
import io.vicinal.api.VicinalException;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * What DoGet returns: {@code {"scan": …}}, {@code {"records": …}} or {@code {"fused": …}}. Exactly
 * one key is there. Clients may write tickets themselves; they need not come from GetFlightInfo.
 *
 * @param scan records that pass a filter
 * @param records records by id
 * @param fused the neighbours of a fused search, as {@link FusedBatches}
 */
public record TicketDocument(
    @Nullable ScanDocument scan, @Nullable RecordsDocument records, @Nullable FusedCall fused) {
  /** Refuses none and several. */
  public TicketDocument {
    if (Stream.of(scan, records, fused).filter(Objects::nonNull).count() != 1) {
      throw new VicinalException(
          ErrorCode.INVALID_ARGUMENT,
          "expected exactly one of the keys 'scan', 'records' and 'fused'");
    }
  }

  /** A ticket for a scan. */
  public static TicketDocument of(ScanDocument scan) {
    return new TicketDocument(scan, null, null);
  }

  /** A ticket for records by id. */
  public static TicketDocument of(RecordsDocument records) {
    return new TicketDocument(null, records, null);
  }

  /** A ticket for a fused search. */
  public static TicketDocument of(FusedCall fused) {
    return new TicketDocument(null, null, fused);
  }

  /** The document in a ticket. */
  public static TicketDocument parse(byte[] json) {
    return Json.read(json, TicketDocument.class, "ticket");
  }

  /**
   * Records by id, in the order of the ids.
   *
   * @param collection the collection read
   * @param ids absent ones are left out
   * @param fields what is returned beside the id; everything if absent
   */
  public record RecordsDocument(
      String collection, List<RecordId> ids, @Nullable Projection fields) {
    /** Refuses a document without collection or ids, and ids that are null. */
    public RecordsDocument {
      collection = Required.present(collection, "collection");
      ids = Required.elements(ids, "ids");
    }

    /** What is returned beside the id. */
    public Projection projection() {
      return fields == null ? Projection.ALL : fields;
    }
  }
}
