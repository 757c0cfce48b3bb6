package io.vicinal.house;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import javax.xml.parsers.DocumentBuilderFactory;
import org.w3c.dom.Element;
import org.w3c.dom.Node;

/**
 * What the rules ask of a pom.
 *
 * @param versions elements that name a version of a dependency or a plugin, as in {@code
 *     junit:5.14}; not those of our own modules
 */
record Pom(
    String artifact, List<String> modules, List<Dependency> dependencies, List<String> versions) {

  /** A dependency of a module. */
  record Dependency(String artifact, String scope) {
    boolean isForTests() {
      return scope.equals("test");
    }
  }

  static Pom read(Path file) {
    Element project;
    try {
      project =
          DocumentBuilderFactory.newInstance()
              .newDocumentBuilder()
              .parse(file.toFile())
              .getDocumentElement();
    } catch (Exception e) {
      throw new IllegalStateException("cannot read " + file, e);
    }
    List<Dependency> dependencies = new ArrayList<>();
    for (Element list : children(project, "dependencies")) {
      for (Element dependency : children(list, "dependency")) {
        dependencies.add(
            new Dependency(
                text(dependency, "artifactId").orElse(""),
                text(dependency, "scope").orElse("compile")));
      }
    }
    List<String> modules = new ArrayList<>();
    for (Element list : children(project, "modules")) {
      children(list, "module").forEach(module -> modules.add(module.getTextContent().strip()));
    }
    List<String> versions = new ArrayList<>();
    for (String kind : List.of("dependency", "plugin", "path", "extension")) {
      collectVersions(project, kind, versions);
    }
    return new Pom(text(project, "artifactId").orElse(""), modules, dependencies, versions);
  }

  private static void collectVersions(Element project, String kind, List<String> versions) {
    var elements = project.getElementsByTagName(kind);
    for (int i = 0; i < elements.getLength(); i++) {
      Element element = (Element) elements.item(i);
      String artifact = text(element, "artifactId").orElse("?");
      text(element, "version")
          .filter(version -> !version.equals("${project.version}"))
          .ifPresent(version -> versions.add(artifact + ":" + version));
    }
  }

  private static Optional<String> text(Element parent, String name) {
    return children(parent, name).stream()
        .findFirst()
        .map(element -> element.getTextContent().strip());
  }

  private static List<Element> children(Element parent, String name) {
    List<Element> found = new ArrayList<>();
    for (Node node = parent.getFirstChild(); node != null; node = node.getNextSibling()) {
      if (node instanceof Element element && element.getTagName().equals(name)) {
        found.add(element);
      }
    }
    return found;
  }
}
