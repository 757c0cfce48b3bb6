package io.vicinal.server.rest;

import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;

/** Requests as Java's own client does not send them. */
final class RawRequest {
  private RawRequest() {}

  /** Sends a request line and headers, and returns the whole answer. */
  static String send(int port, String line, String... headers) throws IOException {
    try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
      String request =
          "%s\r\nConnection: close\r\n%s\r\n\r\n".formatted(line, String.join("\r\n", headers));
      socket.getOutputStream().write(request.getBytes(StandardCharsets.US_ASCII));
      return new String(socket.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    }
  }
}
