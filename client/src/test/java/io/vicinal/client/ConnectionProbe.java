package io.vicinal.client;

import io.vicinal.api.VicinalException;

/** Connects in a virtual machine that was started without any flags. */
final class ConnectionProbe {
  private ConnectionProbe() {}

  public static void main(String[] arguments) {
    try (RemoteDatabase database =
        RemoteDatabase.connect(ConnectionOptions.of("grpc://127.0.0.1:1"))) {
      System.out.println("connected: " + database.collectionNames());
    } catch (VicinalException e) {
      System.out.println(e.code() + ": " + e.getMessage());
    }
  }
}
