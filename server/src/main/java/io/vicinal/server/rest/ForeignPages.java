package io.vicinal.server.rest;

import io.javalin.http.Context;
import io.vicinal.api.ErrorCode;
import io.vicinal.api.VicinalException;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.Locale;

/**
 * Refuses what a page of another site makes a browser send. A node that asks for no credentials is
 * protected by where it listens, and the user's browser is on the inside. Immutable.
 *
 * <p>Browsers name the site of the page in {@code Origin} with all they send on its behalf but
 * plain reads, whose answers the page cannot see (RFC 6454, Fetch standard). A page whose own name
 * was made to resolve to this machine ("DNS rebinding") is of the same origin, so a node that
 * listens on the loopback address also looks at the name it is called by.
 */
final class ForeignPages {
  private final boolean loopback;

  private ForeignPages(boolean loopback) {
    this.loopback = loopback;
  }

  /** For a node that listens on an address; a name that is not known yet counts as not loopback. */
  static ForeignPages ofNodeOn(String host) {
    try {
      return new ForeignPages(InetAddress.getByName(host).isLoopbackAddress());
    } catch (UnknownHostException e) {
      return new ForeignPages(false);
    }
  }

  /**
   * Lets a request pass that is not a foreign page's.
   *
   * @throws VicinalException {@link ErrorCode#FORBIDDEN}, naming the header
   */
  void refuse(Context context) {
    String host = context.header("Host");
    String origin = context.header("Origin");
    if (origin != null && !authority(origin).equalsIgnoreCase(host)) {
      throw new VicinalException(
          ErrorCode.FORBIDDEN,
          "header Origin is '"
              + origin
              + "'; expected none, or the node's own address: pages of other sites may not use it");
    }
    if (loopback && host != null && !isLocal(name(host))) {
      throw new VicinalException(
          ErrorCode.FORBIDDEN,
          "header Host is '"
              + host
              + "'; expected localhost or an IP address, as the node listens on the loopback"
              + " address only. Behind a proxy, let it send 'Host: localhost'");
    }
  }

  /** {@code http://name:80} without the scheme; an opaque origin is {@code null} in letters. */
  private static String authority(String origin) {
    int scheme = origin.indexOf("://");
    return scheme < 0 ? origin : origin.substring(scheme + 3);
  }

  /** The host of {@code name:port}, {@code 127.0.0.1:port} or {@code [::1]:port}. */
  private static String name(String authority) {
    int port = authority.lastIndexOf(':');
    boolean hasPort = port >= 0 && authority.indexOf(']', port) < 0;
    return (hasPort ? authority.substring(0, port) : authority).toLowerCase(Locale.ROOT);
  }

  private static boolean isLocal(String name) {
    return name.equals("localhost")
        || name.endsWith(".localhost")
        || name.startsWith("[")
        || isIpv4(name);
  }

  private static boolean isIpv4(String name) {
    return name.matches("\\d{1,3}(\\.\\d{1,3}){3}");
  }
}
