package io.vicinal.house;

import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.JavaAccess;
import com.tngtech.archunit.core.domain.JavaClass;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Calls that no code of ours makes, tests included, and what to do instead. */
class ForbiddenCallsTest {
  private static final String CHARSET = "name the charset, as in StandardCharsets.UTF_8";
  private static final String LOCALE = "name the locale, as in Locale.ROOT";
  private static final String SEED = "pass the seed in and print it when a test fails";
  private static final String SLEEP = "wait for the condition, with a latch or Awaitility";

  // String.formatted has no form with a locale: it is for texts and whole numbers.
  private static final Map<String, String> FORBIDDEN =
      Map.ofEntries(
          Map.entry("java.lang.String.getBytes()", CHARSET),
          Map.entry("java.lang.String.<init>([B)", CHARSET),
          Map.entry("java.io.InputStreamReader.<init>(java.io.InputStream)", CHARSET),
          Map.entry("java.io.OutputStreamWriter.<init>(java.io.OutputStream)", CHARSET),
          Map.entry("java.io.FileReader.<init>(java.lang.String)", CHARSET),
          Map.entry("java.io.FileReader.<init>(java.io.File)", CHARSET),
          Map.entry("java.io.FileWriter.<init>(java.lang.String)", CHARSET),
          Map.entry("java.io.FileWriter.<init>(java.io.File)", CHARSET),
          Map.entry("java.io.ByteArrayOutputStream.toString()", CHARSET),
          Map.entry("java.lang.String.toLowerCase()", LOCALE),
          Map.entry("java.lang.String.toUpperCase()", LOCALE),
          Map.entry("java.lang.String.format(java.lang.String, [Ljava.lang.Object;)", LOCALE),
          Map.entry("java.util.Random.<init>()", SEED),
          Map.entry("java.util.SplittableRandom.<init>()", SEED),
          Map.entry("java.lang.Math.random()", SEED),
          Map.entry("java.util.concurrent.ThreadLocalRandom.current()", SEED),
          Map.entry("java.lang.Thread.sleep(long)", SLEEP),
          Map.entry("java.lang.Thread.sleep(long, int)", SLEEP),
          Map.entry("java.lang.System.exit(int)", "return a status to the command line"),
          Map.entry("java.lang.Runtime.halt(int)", "return a status to the command line"));

  /** Where a call is right, and why. */
  private static final Map<String, Map<String, String>> ALLOWED =
      Map.of(
          "java.lang.Thread.sleep(long)",
          Map.of(
              "io.vicinal.flink.Delivery", "a pause between attempts, which an interrupt ends",
              "io.vicinal.examples.flinkjob.SynsetsToVicinal", "Flink has nothing to wait on"),
          "java.lang.System.exit(int)",
          Map.of("io.vicinal.examples.quickstart.Leash", "its process lost the one it works for"),
          "java.lang.Runtime.halt(int)",
          Map.of(
              "io.vicinal.server.cli.ServerCommand", "a signal would leave another status",
              "io.vicinal.examples.quickstart.Leash", "its process does not end when asked to"),
          "java.util.concurrent.ThreadLocalRandom.current()",
          Map.of(
              "io.vicinal.cluster.WriteGathering", "tells entries apart; nothing depends on it"));

  private static final Reactor REACTOR = Reactor.read();

  @Test
  void makesNoForbiddenCall() {
    List<String> offenders = new ArrayList<>();
    for (HouseModule module : REACTOR.modules()) {
      for (JavaClass each : Classes.all(module)) {
        offenders.addAll(offenders(each));
      }
    }
    assertThat(offenders).isEmpty();
  }

  private static List<String> offenders(JavaClass caller) {
    List<String> found = new ArrayList<>();
    for (JavaAccess<?> call : caller.getCodeUnitAccessesFromSelf()) {
      String target = call.getTarget().getFullName();
      String instead = FORBIDDEN.get(target);
      if (instead != null && !isAllowed(call, target)) {
        String place = caller.getName() + " " + call.getSourceCodeLocation();
        found.add(place + " calls " + target + "; " + instead);
      }
    }
    return found;
  }

  /** A main method is where a status leaves a process. */
  private static boolean isAllowed(JavaAccess<?> call, String target) {
    boolean exits = target.equals("java.lang.System.exit(int)");
    String caller = call.getOriginOwner().getName();
    return (exits && call.getOrigin().getName().equals("main"))
        || ALLOWED.getOrDefault(target, Map.of()).containsKey(caller);
  }
}
