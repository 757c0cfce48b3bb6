package io.vicinal.client;

/** Closes parts because something failed, which their own failure must not hide. */
final class Closing {
  private Closing() {}

  /** Closes a part; what goes wrong with that is suppressed in the failure. */
  static void after(Throwable failure, AutoCloseable part) {
    try {
      part.close();
    } catch (Exception e) {
      failure.addSuppressed(e);
    }
  }
}
