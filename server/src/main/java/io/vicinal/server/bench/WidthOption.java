package io.vicinal.server.bench;

import io.vicinal.api.HnswParameters;
import picocli.CommandLine.Option;

/** The width of the search, of commands that search at one. */
final class WidthOption {
  @Option(
      names = "--ef",
      paramLabel = "N",
      description = "Width of the search. Default: ${DEFAULT-VALUE}.")
  private int ef = HnswParameters.DEFAULT.efSearch();

  /**
   * The width.
   *
   * @throws io.vicinal.api.VicinalException if it is not positive
   */
  int ef() {
    IndexOptions.requirePositive("--ef", ef);
    return ef;
  }
}
