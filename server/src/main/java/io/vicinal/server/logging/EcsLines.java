package io.vicinal.server.logging;

import ch.qos.logback.classic.spi.ILoggingEvent;
import co.elastic.logging.EcsJsonSerializer;
import co.elastic.logging.JsonUtils;
import co.elastic.logging.logback.EcsEncoder;
import java.util.List;
import org.slf4j.event.KeyValuePair;

/** Lines in the Elastic Common Schema with the fields of an event, which the encoder leaves out. */
final class EcsLines extends EcsEncoder {
  @Override
  protected void addCustomFields(ILoggingEvent event, StringBuilder line) {
    List<KeyValuePair> fields = event.getKeyValuePairs();
    if (fields != null) {
      fields.forEach(field -> append(field, line));
    }
  }

  private static void append(KeyValuePair field, StringBuilder line) {
    line.append('"');
    JsonUtils.quoteAsString(field.key, line);
    line.append("\":");
    if (field.value instanceof Number) {
      line.append(field.value);
    } else {
      line.append('"');
      JsonUtils.quoteAsString(
          EcsJsonSerializer.toNullSafeString(String.valueOf(field.value)), line);
      line.append('"');
    }
    line.append(',');
  }
}
