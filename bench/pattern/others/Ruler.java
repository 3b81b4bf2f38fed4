// Measures event-ruler: usage java -cp JARS Ruler.java RULES EVENTS SECONDS TURNS. One JSON line: the
// median and the best of the turns, in events a second, how many rules an event matched, how fast
// rules were added. One thread. Part of bench/pattern/compare.
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import software.amazon.event.ruler.Machine;

public class Ruler {
  private static final int EVENTS_BETWEEN_LOOKS = 64;

  private final Machine machine = new Machine();
  private final List<String> events;
  private int next = 0;
  private long matches = 0;
  private long count = 0;

  private Ruler(List<String> events) {
    this.events = events;
  }

  /** Rules a second. */
  private double add(List<String> rules) throws Exception {
    long begin = System.nanoTime();
    for (int i = 0; i < rules.size(); ++i) machine.addRule("rule-" + i, rules.get(i));
    return rules.size() / ((System.nanoTime() - begin) / 1e9);
  }

  /** Events a second. */
  private double turn(double seconds) throws Exception {
    long begin = System.nanoTime();
    long before = count;
    double elapsed;
    do {
      for (int i = 0; i < EVENTS_BETWEEN_LOOKS; ++i) {
        matches += machine.rulesForJSONEvent(events.get(next)).size();
        next = next + 1 == events.size() ? 0 : next + 1;
      }
      count += EVENTS_BETWEEN_LOOKS;
      elapsed = (System.nanoTime() - begin) / 1e9;
    } while (elapsed < seconds);
    return (count - before) / elapsed;
  }

  public static void main(String[] arguments) throws Exception {
    List<String> rules = Files.readAllLines(Path.of(arguments[0]));
    Ruler ruler = new Ruler(Files.readAllLines(Path.of(arguments[1])));
    double seconds = Double.parseDouble(arguments[2]);
    double[] rates = new double[Integer.parseInt(arguments[3])];
    double added = ruler.add(rules);
    ruler.turn(seconds * 2); // for the compiler to get warm
    ruler.matches = 0;
    ruler.count = 0;
    for (int i = 0; i < rates.length; ++i) rates[i] = ruler.turn(seconds);
    Arrays.sort(rates);
    System.out.printf(
        "{\"events_per_s\":%.0f,\"best_events_per_s\":%.0f,\"matches_per_event\":%.4f,"
            + "\"added_per_s\":%.0f}%n",
        rates[rates.length / 2], rates[rates.length - 1],
        (double) ruler.matches / ruler.count, added);
  }
}
