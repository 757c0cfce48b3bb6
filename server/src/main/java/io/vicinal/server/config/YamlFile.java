package io.vicinal.server.config;

import io.vicinal.api.ErrorCode;
import io.vicinal.api.VicinalException;
import java.io.IOException;
import java.io.StringReader;
import java.nio.charset.CharacterCodingException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.yaml.snakeyaml.DumperOptions;
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.Yaml;
import org.yaml.snakeyaml.error.MarkedYAMLException;
import org.yaml.snakeyaml.nodes.MappingNode;
import org.yaml.snakeyaml.nodes.Node;
import org.yaml.snakeyaml.nodes.NodeTuple;
import org.yaml.snakeyaml.nodes.ScalarNode;
import org.yaml.snakeyaml.nodes.Tag;
import org.yaml.snakeyaml.reader.ReaderException;

/**
 * Reads settings from a YAML file: sections of keys with one value each.
 *
 * <p>Only YAML's tree is used, never its types: each value is the text as it was written.
 */
public final class YamlFile {
  private final Path file;
  private final List<Setting> settings = new ArrayList<>();
  private final Map<String, Integer> lines = new HashMap<>();

  private YamlFile(Path file) {
    this.file = file;
  }

  /**
   * The settings in a file.
   *
   * @throws VicinalException {@link ErrorCode#INVALID_CONFIGURATION}, naming file and line
   */
  public static List<Setting> read(Path file) {
    YamlFile yaml = new YamlFile(file);
    yaml.addAll(yaml.parse(yaml.text()), "");
    return List.copyOf(yaml.settings);
  }

  private String text() {
    try {
      return Files.readString(file);
    } catch (NoSuchFileException e) {
      throw refused("no such file; expected a configuration in YAML", e);
    } catch (CharacterCodingException e) {
      throw refused("not a text in UTF-8", e);
    } catch (IOException e) {
      throw refused("cannot be read (" + e.getMessage() + ")", e);
    }
  }

  private Node parse(String text) {
    try {
      LoaderOptions options = new LoaderOptions();
      options.setNestingDepthLimit(8);
      Node root = new Yaml(options).compose(new StringReader(text));
      return root == null
          ? new MappingNode(Tag.MAP, List.of(), DumperOptions.FlowStyle.BLOCK)
          : root;
    } catch (MarkedYAMLException e) {
      int line = e.getProblemMark() == null ? 0 : e.getProblemMark().getLine();
      throw refusedAt(line, e.getProblem() + "; expected YAML", e);
    } catch (ReaderException e) {
      throw refused("not YAML (" + e.getMessage() + ")", e);
    }
  }

  private void addAll(Node node, String prefix) {
    if (!(node instanceof MappingNode mapping)) {
      throw refusedAt(
          node.getStartMark().getLine(),
          (prefix.isEmpty() ? "the file" : "'" + prefix + "'")
              + " is not a section; expected lines of the form 'key: value'",
          null);
    }
    for (NodeTuple entry : mapping.getValue()) {
      String name = scalar(entry.getKeyNode(), "a key");
      String key = prefix.isEmpty() ? name : prefix + "." + name;
      if (entry.getValueNode() instanceof MappingNode section) {
        addAll(section, key);
      } else {
        add(key, entry);
      }
    }
  }

  private void add(String key, NodeTuple entry) {
    int line = entry.getKeyNode().getStartMark().getLine();
    Integer before = lines.putIfAbsent(key, line);
    if (before != null) {
      throw refusedAt(line, "'" + key + "' is already set in line " + (before + 1), null);
    }
    String text = scalar(entry.getValueNode(), "'" + key + "'");
    settings.add(new Setting(key, text, place(line)));
  }

  private String scalar(Node node, String what) {
    if (node instanceof ScalarNode scalar && !scalar.getTag().equals(Tag.NULL)) {
      return scalar.getValue();
    }
    int line = node.getStartMark().getLine();
    throw refusedAt(line, what + " has no single value; expected one", null);
  }

  private String place(int line) {
    return "line " + (line + 1) + " of " + file;
  }

  private VicinalException refusedAt(int line, String reason, @Nullable Throwable cause) {
    return new VicinalException(
        ErrorCode.INVALID_CONFIGURATION, place(line) + ": " + reason, cause);
  }

  private VicinalException refused(String reason, Throwable cause) {
    return new VicinalException(
        ErrorCode.INVALID_CONFIGURATION, "configuration file " + file + ": " + reason, cause);
  }
}
