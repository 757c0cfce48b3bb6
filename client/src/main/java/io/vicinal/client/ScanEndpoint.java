package io.vicinal.client;

import io.vicinal.protocol.TicketDocument;
import java.io.Serializable;
import java.nio.charset.StandardCharsets;

/**
 * A part of a planned scan, which any connection to the node can open. Small, and made to be sent
 * to other processes.
 *
 * @param uri the node that serves it, as {@code grpc://host:port}
 * @param ticket what the node is asked for, in JSON
 */
public record ScanEndpoint(String uri, String ticket) implements Serializable {
  private static final long serialVersionUID = 1L;

  /** Refuses what is no ticket. */
  public ScanEndpoint {
    TicketDocument.parse(ticket.getBytes(StandardCharsets.UTF_8));
  }
}
