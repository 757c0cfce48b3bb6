package io.vicinal.server.rest;

import io.javalin.http.HandlerType;

/**
 * Something that can be asked for.
 *
 * @param method of the request
 * @param path its pattern, as in {@code /v1/collections/{name}}
 * @param action what is done
 */
record Route(HandlerType method, String path, Action action) {
  /** What a route does with a request. */
  interface Action {
    void answer(Exchange exchange);
  }

  static Route get(String path, Action action) {
    return new Route(HandlerType.GET, path, action);
  }

  static Route post(String path, Action action) {
    return new Route(HandlerType.POST, path, action);
  }

  static Route delete(String path, Action action) {
    return new Route(HandlerType.DELETE, path, action);
  }
}
