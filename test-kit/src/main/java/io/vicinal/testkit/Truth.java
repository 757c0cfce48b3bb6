package io.vicinal.testkit;

import java.util.List;

/** SQL's third value made explicit. */
enum Truth {
  FALSE,
  UNKNOWN,
  TRUE;

  static Truth of(boolean value) {
    return value ? TRUE : FALSE;
  }

  Truth not() {
    return switch (this) {
      case FALSE -> TRUE;
      case UNKNOWN -> UNKNOWN;
      case TRUE -> FALSE;
    };
  }

  /** False if any is, else unknown if any is. */
  static Truth all(List<Truth> operands) {
    return operands.stream().min(Truth::compareTo).orElse(TRUE);
  }

  /** True if any is, else unknown if any is. */
  static Truth any(List<Truth> operands) {
    return operands.stream().max(Truth::compareTo).orElse(FALSE);
  }
}
