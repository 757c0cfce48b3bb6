package io.vicinal.house;

import com.sun.source.tree.ClassTree;
import com.sun.source.tree.CompilationUnitTree;
import com.sun.source.tree.LineMap;
import com.sun.source.tree.MethodTree;
import com.sun.source.tree.Tree;
import com.sun.source.util.DocTrees;
import com.sun.source.util.SourcePositions;
import com.sun.source.util.TreePath;
import com.sun.source.util.TreePathScanner;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import javax.lang.model.element.Modifier;
import org.jspecify.annotations.Nullable;

/**
 * A source file and what it declares.
 *
 * @param path below the root of the project
 * @param test whether it is one of a test
 */
record SourceFile(
    String path, boolean test, String text, List<TypeSource> types, List<MethodSource> methods) {

  /** A type, with the types around it in its name. */
  record TypeSource(
      String name,
      Tree.Kind kind,
      Set<Modifier> modifiers,
      @Nullable String extended,
      boolean nested,
      boolean documented) {
    boolean isPublic() {
      return modifiers.contains(Modifier.PUBLIC);
    }
  }

  /**
   * A method or constructor, or the canonical constructor of a record.
   *
   * @param type where it is
   * @param lines from its first modifier to its last brace
   */
  record MethodSource(
      TypeSource type,
      String name,
      List<String> parameterTypes,
      Set<Modifier> modifiers,
      Set<String> annotations,
      int lines) {
    boolean isPublic() {
      return modifiers.contains(Modifier.PUBLIC)
          || (type.kind() == Tree.Kind.INTERFACE && !modifiers.contains(Modifier.PRIVATE));
    }

    String place() {
      return type.name() + "." + name;
    }
  }

  /** The lines, without their ends. */
  List<String> lines() {
    return text.lines().toList();
  }

  /** The name without folders and ending. */
  String simpleName() {
    String file = path.substring(path.lastIndexOf('/') + 1);
    return file.substring(0, file.lastIndexOf('.'));
  }

  /** The folder, which has the name of the package at its end. */
  String folder() {
    return path.substring(0, path.lastIndexOf('/'));
  }

  static SourceFile of(
      String path, boolean test, String text, CompilationUnitTree unit, DocTrees trees) {
    Declarations declarations = new Declarations(unit, trees);
    declarations.scan(unit, null);
    return new SourceFile(path, test, text, declarations.types, declarations.methods);
  }

  private static final class Declarations extends TreePathScanner<Void, @Nullable Void> {
    private final CompilationUnitTree unit;
    private final DocTrees trees;
    private final List<TypeSource> types = new ArrayList<>();
    private final List<MethodSource> methods = new ArrayList<>();
    private final List<TypeSource> around = new ArrayList<>();

    Declarations(CompilationUnitTree unit, DocTrees trees) {
      this.unit = unit;
      this.trees = trees;
    }

    @Override
    public Void visitClass(ClassTree tree, @Nullable Void nothing) {
      String outer = around.isEmpty() ? "" : around.get(around.size() - 1).name() + ".";
      TypeSource type =
          new TypeSource(
              outer + tree.getSimpleName(),
              tree.getKind(),
              tree.getModifiers().getFlags(),
              tree.getExtendsClause() == null ? null : tree.getExtendsClause().toString(),
              !around.isEmpty(),
              isDocumented(getCurrentPath()));
      types.add(type);
      around.add(type);
      super.visitClass(tree, null);
      around.remove(around.size() - 1);
      return null;
    }

    @Override
    public Void visitMethod(MethodTree tree, @Nullable Void nothing) {
      SourcePositions positions = trees.getSourcePositions();
      LineMap lines = unit.getLineMap();
      long start = positions.getStartPosition(unit, tree);
      long end = positions.getEndPosition(unit, tree);
      methods.add(
          new MethodSource(
              around.get(around.size() - 1),
              tree.getName().toString(),
              tree.getParameters().stream().map(each -> each.getType().toString()).toList(),
              tree.getModifiers().getFlags(),
              Set.copyOf(
                  tree.getModifiers().getAnnotations().stream()
                      .map(each -> each.getAnnotationType().toString())
                      .distinct()
                      .toList()),
              (int) (lines.getLineNumber(end) - lines.getLineNumber(start) + 1)));
      return super.visitMethod(tree, null);
    }

    private boolean isDocumented(TreePath path) {
      return trees.getDocComment(path) != null;
    }
  }
}
