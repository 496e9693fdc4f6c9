package dcm.stack;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** How long each of several ways took, in the order in which they are to be told. */
final class Measurements {
    private final Map<String, List<Long>> nanos = new LinkedHashMap<>();

    Measurements(String... ways) {
        for (String way : ways) {
            nanos.put(way, new ArrayList<>());
        }
    }

    /** Adds one, unless it belongs to a round that does not count. */
    void add(String way, long took, boolean counts) {
        if (counts) {
            nanos.computeIfAbsent(way, name -> new ArrayList<>()).add(took);
        }
    }

    BenchResult result(String bench, List<List<String>> comparisons) {
        return BenchResult.of(bench, nanos, comparisons);
    }
}
