package io.vicinal.server.logging;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.encoder.PatternLayoutEncoder;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.ConsoleAppender;
import ch.qos.logback.core.encoder.Encoder;
import co.elastic.logging.logback.EcsEncoder;
import io.vicinal.server.config.LogFormat;
import io.vicinal.server.config.LogLevel;
import io.vicinal.server.config.NodeConfiguration;
import io.vicinal.server.config.NodeVersion;
import java.util.List;
import org.slf4j.LoggerFactory;

/** Sends log lines to the standard error stream, in the configured form. */
public final class NodeLogging {
  private static final String SERVICE = "vicinal";
  private static final String TEXT =
      "%d{yyyy-MM-dd'T'HH:mm:ss.SSSXXX} %-5level %logger{0}: %msg%n%ex";

  /** Libraries that report their inner life as INFO. */
  private static final List<String> CHATTY =
      List.of("org.eclipse.jetty", "io.grpc", "io.netty", "org.apache");

  private NodeLogging() {}

  /** Replaces whatever was configured before. */
  public static void configure(NodeConfiguration.Log configuration) {
    LoggerContext context = (LoggerContext) LoggerFactory.getILoggerFactory();
    context.reset();
    ConsoleAppender<ILoggingEvent> appender = new ConsoleAppender<>();
    appender.setContext(context);
    appender.setName("stderr");
    appender.setTarget("System.err");
    appender.setEncoder(encoder(configuration.format(), context));
    appender.start();
    Level level = level(configuration.level());
    Logger root = context.getLogger(org.slf4j.Logger.ROOT_LOGGER_NAME);
    root.setLevel(level);
    root.addAppender(appender);
    boolean verbose = Level.DEBUG.isGreaterOrEqual(level);
    // Javalin reports errors that it also throws.
    context.getLogger("io.javalin").setLevel(verbose ? level : Level.OFF);
    CHATTY.forEach(name -> context.getLogger(name).setLevel(verbose ? level : quiet(level)));
  }

  private static Level quiet(Level level) {
    return level.isGreaterOrEqual(Level.WARN) ? level : Level.WARN;
  }

  private static Encoder<ILoggingEvent> encoder(LogFormat format, LoggerContext context) {
    return switch (format) {
      case TEXT -> {
        PatternLayoutEncoder encoder = new PatternLayoutEncoder();
        encoder.setContext(context);
        encoder.setPattern(TEXT);
        encoder.start();
        yield encoder;
      }
      case ECS -> {
        EcsEncoder encoder = new EcsLines();
        encoder.setContext(context);
        encoder.setServiceName(SERVICE);
        encoder.setServiceVersion(NodeVersion.current());
        encoder.setEventDataset(SERVICE);
        encoder.start();
        yield encoder;
      }
    };
  }

  private static Level level(LogLevel level) {
    return switch (level) {
      case ERROR -> Level.ERROR;
      case WARN -> Level.WARN;
      case INFO -> Level.INFO;
      case DEBUG -> Level.DEBUG;
      case TRACE -> Level.TRACE;
    };
  }
}
