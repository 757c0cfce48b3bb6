package io.vicinal.server.flight;

import io.vicinal.protocol.Json;
import org.apache.arrow.memory.ArrowBuf;
import org.apache.arrow.memory.BufferAllocator;

/** Documents that travel beside a batch or an acknowledgement. */
final class Metadata {
  private Metadata() {}

  /** A buffer with the document in JSON, which the caller or who it is handed to frees. */
  static ArrowBuf of(Object document, BufferAllocator allocator) {
    byte[] json = Json.write(document);
    ArrowBuf metadata = allocator.buffer(json.length);
    metadata.writeBytes(json);
    return metadata;
  }
}
