package io.vicinal.house;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** Each rule bites. */
class TidyRulesTest {
  @Test
  void seesLongLinesMethodsAndFiles() {
    SourceFile file =
        file(
            "class A {\n"
                + "void m() {\n"
                + "\n".repeat(80)
                + "}\n"
                + "// "
                + "x".repeat(98)
                + "\n}");

    assertThat(TidyRules.longMethods(file)).singleElement().asString().contains("A.m has 82");
    assertThat(TidyRules.longLines(file)).singleElement().asString().contains("A.java:84", "101");
    assertThat(TidyRules.longFile(file)).isEmpty();
    assertThat(TidyRules.longFile(file("class A {" + "\n".repeat(501) + "}"))).hasSize(1);
  }

  @Test
  void seesManyParametersOfMethodsAndRecords() {
    String eight = "int a, int b, int c, int d, int e, int f, int g, int h";

    assertThat(TidyRules.manyParameters(file("class A { void m(" + eight + ") {} }"))).hasSize(1);
    assertThat(TidyRules.manyParameters(file("class A { A(" + eight + ") {} }"))).hasSize(1);
    assertThat(TidyRules.manyParameters(file("class A { void m(int a, int b) {} }"))).isEmpty();
    assertThat(TidyRules.manyParameters(file("class A { @Override void m(" + eight + ") {} }")))
        .isEmpty();
  }

  @Test
  void seesBannedNames() {
    for (String name : List.of("FileUtils", "SearchHelper", "ShardManager", "IndexImpl")) {
      assertThat(TidyRules.bannedNames(file("class " + name + " {}"))).as(name).hasSize(1);
    }
    assertThat(TidyRules.bannedNames(file("class A { static class FileUtil {} }"))).hasSize(1);
    assertThat(TidyRules.bannedNames(file("class Implementation {}"))).isEmpty();
  }

  @Test
  void seesGettersAndFlagsOfPublicMethods() {
    SourceFile file =
        file(
            "public class A { public int getX() { return 1; } int getY() { return 1; }"
                + " @Override public int getZ() { return 1; } public int get(int i) { return i; }"
                + " public void m(boolean fast) {} void n(boolean fast) {} }");

    assertThat(TidyRules.getters(file)).singleElement().asString().contains("A.getX");
    assertThat(TidyRules.flags(file)).singleElement().asString().contains("A.m");
  }

  @Test
  void seesPublicTypesWithoutDocumentation() {
    SourceFile file = file("/** Documented. */ public class A { public enum B {} enum C {} }");

    assertThat(TidyRules.undocumentedTypes(file)).singleElement().asString().contains("A.B");
  }

  @Test
  void seesParentsOfOneChild() {
    SourceFile parent = Sources.parse("AbstractA.java", false, "abstract class AbstractA<T> {}");
    SourceFile one = Sources.parse("B.java", false, "class B extends AbstractA<String> {}");
    SourceFile two = Sources.parse("C.java", false, "class C extends AbstractA<Long> {}");

    assertThat(TidyRules.lonelyParents(List.of(parent, one))).hasSize(1);
    assertThat(TidyRules.lonelyParents(List.of(parent, one, two))).isEmpty();
  }

  @Test
  void seesFilesThatNothingNames() {
    SourceFile file = file("class A {}");
    SourceFile started = file("class A { public static void main(String[] arguments) {} }");

    Map<String, Set<String>> nowhere = Map.of("A.java", Set.of("A"), "B.java", Set.of("B"));
    assertThat(TidyRules.unreferenced(List.of(file), nowhere)).hasSize(1);
    assertThat(TidyRules.unreferenced(List.of(started), nowhere)).isEmpty();
    assertThat(TidyRules.unreferenced(List.of(file), Map.of("B.java", Set.of("A")))).isEmpty();
  }

  @Test
  void seesUnfinishedWork() {
    assertThat(TidyRules.unfinishedWork(file("// TO" + "DO later\nclass A {}"))).hasSize(1);
    assertThat(TidyRules.unfinishedWork(file("class Todo {}"))).isEmpty();
  }

  private static SourceFile file(String text) {
    return Sources.parse("A.java", false, text);
  }
}
