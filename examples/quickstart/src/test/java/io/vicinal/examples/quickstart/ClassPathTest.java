package io.vicinal.examples.quickstart;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.vicinal.api.ErrorCode;
import io.vicinal.api.VicinalException;
import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ClassPathTest {
  @Test
  void putsTheClassesOfAModuleBeforeWhatItsBuildWrote(@TempDir Path module) throws IOException {
    Path target = Files.createDirectory(module.resolve("target"));
    Files.writeString(target.resolve("classpath.txt"), "/a.jar" + File.pathSeparator + "/b.jar\n");

    assertThat(ClassPath.ofModule(module).toString().split(File.pathSeparator))
        .containsExactly(target.resolve("classes").toString(), "/a.jar", "/b.jar");
  }

  @Test
  void addsThePlaceOfAClass() {
    assertThat(ClassPath.ofThisProcess().with(Leash.class).toString())
        .endsWith(Path.of("quickstart", "target", "classes").toString());
  }

  @Test
  void namesTheFileThatAModuleLacks(@TempDir Path module) {
    assertThatThrownBy(() -> ClassPath.ofModule(module))
        .isInstanceOfSatisfying(
            VicinalException.class,
            e -> assertThat(e.code()).isEqualTo(ErrorCode.INVALID_CONFIGURATION))
        .hasMessageContaining(Path.of("target", "classpath.txt").toString());
  }
}
