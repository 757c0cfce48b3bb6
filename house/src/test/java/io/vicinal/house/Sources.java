package io.vicinal.house;

import com.sun.source.tree.CompilationUnitTree;
import com.sun.source.util.DocTrees;
import com.sun.source.util.JavacTask;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import javax.tools.JavaCompiler;
import javax.tools.SimpleJavaFileObject;
import javax.tools.ToolProvider;

/** The source files of all modules, parsed by the compiler's own parser. */
final class Sources {
  private Sources() {}

  static List<SourceFile> read(Reactor reactor) {
    List<SourceFile> files = new ArrayList<>();
    for (HouseModule module : reactor.modules()) {
      files.addAll(read(reactor.root(), module.mainSources(), false));
      files.addAll(read(reactor.root(), module.testSources(), true));
    }
    return files;
  }

  /** The file that has this text. */
  static SourceFile parse(String path, boolean test, String text) {
    return parse(List.of(new Text(path, text)), test).get(0);
  }

  private static List<SourceFile> read(Path root, Path folder, boolean test) {
    if (!Files.isDirectory(folder)) {
      return List.of();
    }
    try (Stream<Path> tree = Files.walk(folder)) {
      List<Text> texts = new ArrayList<>();
      for (Path file : tree.filter(each -> each.toString().endsWith(".java")).sorted().toList()) {
        texts.add(new Text(root.relativize(file).toString(), Files.readString(file)));
      }
      return texts.isEmpty() ? List.of() : parse(texts, test);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static List<SourceFile> parse(List<Text> texts, boolean test) {
    JavaCompiler compiler = ToolProvider.getSystemJavaCompiler();
    JavacTask task =
        (JavacTask)
            compiler.getTask(null, null, null, List.of("-proc:none", "-Xlint:none"), null, texts);
    DocTrees trees = DocTrees.instance(task);
    List<SourceFile> files = new ArrayList<>();
    try {
      // In the order of the texts.
      for (CompilationUnitTree unit : task.parse()) {
        Text text = texts.get(files.size());
        files.add(SourceFile.of(text.path, test, text.text, unit, trees));
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return files;
  }

  private static final class Text extends SimpleJavaFileObject {
    private final String path;
    private final String text;

    Text(String path, String text) {
      super(URI.create("string:///" + path), Kind.SOURCE);
      this.path = path;
      this.text = text;
    }

    @Override
    public CharSequence getCharContent(boolean ignoreEncodingErrors) {
      return text;
    }
  }
}
