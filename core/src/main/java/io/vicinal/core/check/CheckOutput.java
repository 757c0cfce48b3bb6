package io.vicinal.core.check;

/** Receives what a check finds, in the order in which it does; called by the checking thread. */
public interface CheckOutput {
  /** A file is about to be read. */
  void reading(String path);

  /** Something was found. */
  void found(Finding finding);

  /** A part was read to its end. */
  void checked(CheckedPart part);
}
