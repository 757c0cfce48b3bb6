package io.vicinal.server.rest;

import io.vicinal.server.config.NodeVersion;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;

/** The description of the routes for programs, kept by hand and compared with them by a test. */
final class OpenApi {
  private static final String RESOURCE = "openapi.json";
  private static final byte[] DOCUMENT = read();

  private OpenApi() {}

  static byte[] document() {
    return DOCUMENT.clone();
  }

  private static byte[] read() {
    try (InputStream in = OpenApi.class.getResourceAsStream(RESOURCE)) {
      if (in == null) {
        throw new IllegalStateException("the server's jar has no " + RESOURCE);
      }
      String text = new String(in.readAllBytes(), StandardCharsets.UTF_8);
      return text.replace("@version@", NodeVersion.current()).getBytes(StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException("cannot read " + RESOURCE, e);
    }
  }
}
