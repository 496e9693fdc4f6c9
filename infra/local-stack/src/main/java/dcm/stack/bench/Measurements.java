package dcm.stack.bench;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** The durations of several variants, in display order. */
final class Measurements {
    private final Map<String, List<Long>> nanos = new LinkedHashMap<>();

    Measurements(String... ways) {
        for (String way : ways) {
            nanos.put(way, new ArrayList<>());
        }
    }

    /** Adds a duration, unless the round is for warm-up. */
    void add(String way, long took, boolean counts) {
        if (counts) {
            nanos.computeIfAbsent(way, name -> new ArrayList<>()).add(took);
        }
    }

    BenchResult result(String bench, List<List<String>> comparisons) {
        return BenchResult.of(bench, nanos, comparisons);
    }
}
