package io.vicinal.server.config;

/** How log lines look. */
public enum LogFormat {
  /** For people. */
  TEXT,
  /** One JSON object a line, in the Elastic Common Schema. */
  ECS
}
