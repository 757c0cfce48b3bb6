package io.vicinal.core.io;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** The names in a directory: each state since the last sync, the present one last. */
final class SimulatedNames {
  private final List<Map<String, SimulatedFile>> states = new ArrayList<>(List.of(Map.of()));

  List<String> list() {
    return List.copyOf(present().keySet());
  }

  SimulatedFile require(String location, String name) {
    SimulatedFile file = present().get(name);
    if (file == null) {
      throw new DamagedFileException(location + "/" + name, 0, "a file", "none of that name");
    }
    return file;
  }

  void put(String name, SimulatedFile file) {
    Map<String, SimulatedFile> next = new TreeMap<>(present());
    next.put(name, file);
    states.add(next);
  }

  void remove(String name) {
    Map<String, SimulatedFile> next = new TreeMap<>(present());
    next.remove(name);
    states.add(next);
  }

  void rename(String location, String from, String to) {
    Map<String, SimulatedFile> next = new TreeMap<>(present());
    next.put(to, require(location, from));
    next.remove(from);
    states.add(next);
  }

  void sync() {
    states.subList(0, states.size() - 1).clear();
  }

  SimulatedNames survivors(Survival survival) {
    SimulatedNames survivors = new SimulatedNames();
    survival.names(states).forEach((name, file) -> survivors.put(name, file.survivor(survival)));
    survivors.sync();
    return survivors;
  }

  private Map<String, SimulatedFile> present() {
    return states.get(states.size() - 1);
  }
}
