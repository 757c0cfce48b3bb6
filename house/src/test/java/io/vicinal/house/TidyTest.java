package io.vicinal.house;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.MalformedInputException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** Reads the source tree; a failure names the offender and what would be right. */
class TidyTest {
  private static final Reactor REACTOR = Reactor.read();
  private static final List<SourceFile> FILES = Sources.read(REACTOR);

  /** Folders of the root that hold no sources of ours. */
  private static final Set<String> GENERATED = Set.of("target", ".git", ".venv", "shared");

  private static final Set<String> NAMING =
      Set.of("java", "xml", "md", "sh", "py", "yaml", "yml", "properties", "html", "ipynb");

  @Test
  void findsTheSources() {
    assertThat(FILES).hasSizeGreaterThan(100);
    assertThat(FILES)
        .extracting(SourceFile::path)
        .contains("api/src/main/java/io/vicinal/api/" + "VectorDatabase.java");
  }

  @Test
  void keepsLinesShort() {
    each(TidyRules::longLines);
  }

  @Test
  void keepsMethodsShort() {
    each(TidyRules::longMethods);
  }

  @Test
  void keepsFilesShort() {
    each(TidyRules::longFile);
  }

  @Test
  void passesFewParameters() {
    each(TidyRules::manyParameters);
  }

  @Test
  void namesDuties() {
    each(TidyRules::bannedNames);
    assertThat(TidyRules.lonelyParents(FILES)).isEmpty();
  }

  @Test
  void leavesNothingUnfinished() {
    each(TidyRules::unfinishedWork);
  }

  @Test
  void namesAccessorsAfterWhatTheyReturn() {
    main(TidyRules::getters);
  }

  @Test
  void passesNoFlagsBetweenPackages() {
    main(TidyRules::flags);
  }

  @Test
  void documentsPublicTypes() {
    main(TidyRules::undocumentedTypes);
  }

  @Test
  void marksEveryPackageAsNullMarked() {
    Set<String> marked = new TreeSet<>();
    for (SourceFile file : FILES) {
      if (file.simpleName().equals("package-info") && file.text().contains("@NullMarked\n")) {
        marked.add(file.folder());
      }
    }
    Set<String> unmarked = new TreeSet<>();
    for (SourceFile file : FILES) {
      // The mark of a package holds for its tests in the same module.
      String main = file.folder().replace("/src/test/java/", "/src/main/java/");
      if (!marked.contains(file.folder()) && !marked.contains(main)) {
        unmarked.add(file.folder());
      }
    }
    assertThat(unmarked).as("folders without a package-info.java that says @NullMarked").isEmpty();
  }

  @Test
  void hasNoDeadFiles() {
    Map<String, Set<String>> words = new HashMap<>();
    for (Path file : namingFiles()) {
      words.put(REACTOR.root().relativize(file).toString(), words(file));
    }
    assertThat(TidyRules.unreferenced(FILES, words)).isEmpty();
  }

  private static void each(Function<SourceFile, List<String>> rule) {
    assertThat(FILES.stream().flatMap(file -> rule.apply(file).stream())).isEmpty();
  }

  private static void main(Function<SourceFile, List<String>> rule) {
    assertThat(
            FILES.stream().filter(file -> !file.test()).flatMap(file -> rule.apply(file).stream()))
        .isEmpty();
  }

  /** Files that may name a class: sources, poms, scripts, registrations of services. */
  private static List<Path> namingFiles() {
    List<Path> found = new ArrayList<>();
    collect(REACTOR.root(), found);
    return found;
  }

  private static void collect(Path folder, List<Path> found) {
    try (Stream<Path> children = Files.list(folder)) {
      for (Path child : children.toList()) {
        String name = child.getFileName().toString();
        if (Files.isDirectory(child)) {
          if (!GENERATED.contains(name)) {
            collect(child, found);
          }
        } else if (NAMING.contains(name.substring(name.lastIndexOf('.') + 1))
            || child.toString().contains("META-INF")
            || folder.endsWith("bin")) {
          found.add(child);
        }
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static Set<String> words(Path file) {
    try {
      return Stream.of(Files.readString(file).split("[^A-Za-z0-9_]+")).collect(Collectors.toSet());
    } catch (MalformedInputException e) {
      // Not a text, whatever its name says.
      return Set.of();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
