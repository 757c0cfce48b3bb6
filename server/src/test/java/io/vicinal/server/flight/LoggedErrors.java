package io.vicinal.server.flight;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import java.util.List;
import org.slf4j.LoggerFactory;

/** The errors that calls write into the log, from when it is opened until it is closed. */
final class LoggedErrors implements AutoCloseable {
  private final Logger logger = (Logger) LoggerFactory.getLogger(FlightErrors.class);
  private final ListAppender<ILoggingEvent> events = new ListAppender<>();

  LoggedErrors() {
    events.start();
    logger.addAppender(events);
  }

  List<String> messages() {
    return events.list.stream()
        .filter(event -> event.getLevel() == Level.ERROR)
        .map(ILoggingEvent::getFormattedMessage)
        .toList();
  }

  @Override
  public void close() {
    logger.detachAppender(events);
  }
}
