package io.vicinal.api;

/** What a caller can do about an error; every {@link ErrorCode} has exactly one. */
public enum ErrorCategory {
  /** The request is wrong; sending it again unchanged cannot succeed. */
  USER,
  /** The request lost a race or violates a condition; re-read and decide again. */
  CONFLICT,
  /** The service cannot answer now; the request had no effect and may be retried. */
  UNAVAILABLE,
  /** The request may or may not have taken effect; only an idempotent request may be retried. */
  UNKNOWN_OUTCOME,
  /** Stored bytes are not what was written; no retry helps and no clean-up is safe. */
  DAMAGED,
  /** A defect of the software. */
  INTERNAL
}
