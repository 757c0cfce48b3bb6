package io.vicinal.house;

import com.sun.source.tree.Tree;
import io.vicinal.house.SourceFile.MethodSource;
import io.vicinal.house.SourceFile.TypeSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import javax.lang.model.element.Modifier;

/** Rules for one source file: each returns what offends, named, with what would be right. */
final class TidyRules {
  static final int LINE_LENGTH = 100;
  static final int METHOD_LINES = 70;
  static final int FILE_LINES = 500;
  static final int FILE_LINES_AT_MOST = 800;
  static final int PARAMETERS = 7;

  /** Kernels, codecs and tables that are one thing, however long. */
  static final Map<String, String> LONG_METHODS =
      Map.of(
          "RestErrorsTest.records", "a table of requests and their answers",
          "VectorTileKernels.products8", "a kernel, whose 16 sums are each a register");

  /** Files over the soft limit, and why. */
  static final Map<String, String> LONG_FILES = Map.of();

  /** Records with more components, and why. */
  static final Map<String, String> WIDE_RECORDS =
      Map.of(
          "FusedDocument",
          "the body of a request, whose keys are its parameters",
          "SearchDocument",
          "the body of a request, whose keys are its parameters",
          "SearchOptions",
          "the same without its query vectors",
          "ShardedOptions",
          "options of a database, each with a method that changes it alone");

  /** Types whose get methods do more than return, and what. */
  static final Map<String, String> MOVING =
      Map.of("ChecksummedInput", "reads and moves on, as a ByteBuffer does");

  private static final Pattern BANNED_NAME = Pattern.compile(".*(Utils?|Helpers?|Managers?|Impl)");
  private static final Pattern GETTER = Pattern.compile("get[A-Z].*");
  // In two parts, so that this file passes.
  private static final Pattern UNFINISHED =
      Pattern.compile("\\b(TO" + "DO|FIX" + "ME|X" + "XX)\\b|/wo" + "rk/");

  private TidyRules() {}

  static List<String> longLines(SourceFile file) {
    List<String> offenders = new ArrayList<>();
    List<String> lines = file.lines();
    for (int i = 0; i < lines.size(); i++) {
      String line = lines.get(i);
      boolean free = line.startsWith("import ") || line.contains("://");
      if (line.codePointCount(0, line.length()) > LINE_LENGTH && !free) {
        offenders.add(file.path() + ":" + (i + 1) + " has " + line.length() + " characters");
      }
    }
    return offenders;
  }

  static List<String> unfinishedWork(SourceFile file) {
    List<String> offenders = new ArrayList<>();
    List<String> lines = file.lines();
    for (int i = 0; i < lines.size(); i++) {
      if (UNFINISHED.matcher(lines.get(i)).find()) {
        offenders.add(file.path() + ":" + (i + 1) + ": " + lines.get(i).strip());
      }
    }
    return offenders;
  }

  static List<String> longFile(SourceFile file) {
    int lines = file.lines().size();
    boolean excused = LONG_FILES.containsKey(file.path());
    return lines <= FILE_LINES || (excused && lines <= FILE_LINES_AT_MOST)
        ? List.of()
        : List.of(file.path() + " has " + lines + " lines; split it at a duty");
  }

  static List<String> longMethods(SourceFile file) {
    return file.methods().stream()
        .filter(method -> method.lines() > METHOD_LINES)
        .filter(method -> !LONG_METHODS.containsKey(method.place()))
        .map(method -> file.path() + ": " + method.place() + " has " + method.lines() + " lines")
        .toList();
  }

  static List<String> manyParameters(SourceFile file) {
    return file.methods().stream()
        .filter(method -> method.parameterTypes().size() > PARAMETERS)
        .filter(method -> !WIDE_RECORDS.containsKey(method.type().name()))
        .filter(method -> !method.annotations().contains("Override"))
        .map(
            method ->
                file.path()
                    + ": "
                    + method.place()
                    + " takes "
                    + method.parameterTypes().size()
                    + " parameters; a record could hold those that belong together")
        .toList();
  }

  static List<String> bannedNames(SourceFile file) {
    return file.types().stream()
        .filter(type -> BANNED_NAME.matcher(type.name()).matches())
        .map(type -> file.path() + ": " + type.name() + "; name the duty")
        .toList();
  }

  /** Accessors of ours are named after what they return; overriding foreign ones is no choice. */
  static List<String> getters(SourceFile file) {
    return file.methods().stream()
        .filter(MethodSource::isPublic)
        .filter(method -> GETTER.matcher(method.name()).matches())
        .filter(method -> method.parameterTypes().isEmpty())
        .filter(method -> !MOVING.containsKey(method.type().name()))
        .filter(method -> !method.annotations().contains("Override"))
        .map(method -> file.path() + ": " + method.place() + "(); drop the 'get'")
        .toList();
  }

  /** Callers in other packages cannot read what true means. */
  static List<String> flags(SourceFile file) {
    return file.methods().stream()
        .filter(MethodSource::isPublic)
        .filter(method -> method.type().isPublic() && !method.type().nested())
        .filter(method -> !method.annotations().contains("Override"))
        .filter(method -> !method.name().equals("<init>"))
        .filter(method -> method.parameterTypes().contains("boolean"))
        .map(method -> file.path() + ": " + method.place() + "; an enum or two methods say more")
        .toList();
  }

  static List<String> undocumentedTypes(SourceFile file) {
    return file.types().stream()
        .filter(type -> type.isPublic() && !type.documented() && isReachable(file, type))
        .map(type -> file.path() + ": " + type.name() + "; say what it does")
        .toList();
  }

  private static boolean isReachable(SourceFile file, TypeSource type) {
    String top = type.name().split("\\.", 2)[0];
    return file.types().stream().anyMatch(each -> each.name().equals(top) && each.isPublic());
  }

  /** Classes named Abstract are for those who share one, so there are several. */
  static List<String> lonelyParents(List<SourceFile> files) {
    List<String> offenders = new ArrayList<>();
    for (SourceFile file : files) {
      for (TypeSource type : file.types()) {
        if (type.name().startsWith("Abstract") && type.kind() == Tree.Kind.CLASS) {
          long children =
              files.stream()
                  .flatMap(each -> each.types().stream())
                  .filter(each -> type.name().equals(withoutParameters(each)))
                  .count();
          if (children < 2) {
            offenders.add(file.path() + " has " + children + " children; merge it with its child");
          }
        }
      }
    }
    return offenders;
  }

  /** Files that nothing else names, but for those that are started. */
  static List<String> unreferenced(List<SourceFile> files, Map<String, Set<String>> words) {
    List<String> offenders = new ArrayList<>();
    for (SourceFile file : files) {
      String name = file.simpleName();
      boolean referenced =
          words.entrySet().stream()
              .anyMatch(
                  each -> !each.getKey().equals(file.path()) && each.getValue().contains(name));
      if (!file.test() && !name.equals("package-info") && !referenced && !isStarted(file)) {
        offenders.add(file.path() + " is named nowhere; delete it");
      }
    }
    return offenders;
  }

  private static boolean isStarted(SourceFile file) {
    return file.methods().stream()
        .anyMatch(
            method ->
                method.name().equals("main")
                    && method.modifiers().containsAll(Set.of(Modifier.PUBLIC, Modifier.STATIC)));
  }

  private static String withoutParameters(TypeSource type) {
    String extended = type.extended();
    return extended == null ? "" : extended.replaceAll("<.*", "");
  }
}
