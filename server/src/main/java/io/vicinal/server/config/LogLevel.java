package io.vicinal.server.config;

/** The least severe log lines that are written. */
public enum LogLevel {
  /** Errors only. */
  ERROR,
  /** And what may become one. */
  WARN,
  /** And what a node does. */
  INFO,
  /** And how. */
  DEBUG,
  /** And each step of it. */
  TRACE
}
