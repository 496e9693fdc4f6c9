package dcm.stack.bench;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonProperty;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * The result of a benchmark.
 *
 * @param figures numbers that are no durations, by a name with their unit
 */
public record BenchResult(
        @JsonProperty String bench,
        @JsonProperty Map<String, Arm> arms,
        @JsonProperty Map<String, Double> ratios,

        @JsonProperty @JsonInclude(JsonInclude.Include.NON_EMPTY)
        Map<String, Double> figures) {

    /** One of the compared variants. */
    record Arm(
            @JsonProperty int n,
            @JsonProperty double medianMs,
            @JsonProperty double p95Ms) {
        /** Computes the statistics of measurements in nanoseconds. */
        static Arm of(List<Long> nanos) {
            double[] sorted = nanos.stream().mapToDouble(n -> n / 1e6).sorted().toArray();
            return new Arm(sorted.length, rounded(quantile(sorted, 0.5)), rounded(quantile(sorted, 0.95)));
        }

        /** Interpolates linearly between the two nearest measurements. */
        private static double quantile(double[] sorted, double q) {
            double at = q * (sorted.length - 1);
            int below = (int) Math.floor(at);
            int above = (int) Math.ceil(at);
            return sorted[below] + (at - below) * (sorted[above] - sorted[below]);
        }
    }

    /**
     * Creates a result from measurements in nanoseconds.
     *
     * @param comparisons pairs of arms whose medians are compared
     */
    static BenchResult of(String bench, Map<String, List<Long>> measured, List<List<String>> comparisons) {
        Map<String, Arm> arms = new LinkedHashMap<>();
        measured.forEach((name, nanos) -> {
            if (!nanos.isEmpty()) {
                arms.put(name, Arm.of(nanos));
            }
        });
        Map<String, Double> ratios = new LinkedHashMap<>();
        for (List<String> pair : comparisons) {
            Arm arm = arms.get(pair.getFirst());
            Arm other = arms.get(pair.getLast());
            if (arm != null && other != null) {
                ratios.put(String.join("/", pair), rounded(arm.medianMs() / other.medianMs()));
            }
        }
        return new BenchResult(bench, arms, ratios, Map.of());
    }

    /** The same with other numbers. */
    BenchResult withFigures(Map<String, Double> figures) {
        Map<String, Double> shown = new LinkedHashMap<>();
        figures.forEach((name, value) -> shown.put(name, rounded(value)));
        return new BenchResult(bench, arms, ratios, shown);
    }

    public String table() {
        var lines = new StringBuilder(
                String.format("%n%-18s %5s %12s %12s%n", bench.toUpperCase(Locale.ROOT), "N", "MEDIAN ms", "P95 ms"));
        arms.forEach((name, arm) -> lines.append(
                String.format(Locale.ROOT, "%-18s %5d %12.1f %12.1f%n", name, arm.n(), arm.medianMs(), arm.p95Ms())));
        ratios.forEach((name, ratio) -> lines.append(line(name, ratio)));
        figures.forEach((name, value) -> lines.append(line(name, value)));
        return lines.toString();
    }

    private static String line(String name, double value) {
        return String.format(Locale.ROOT, "%-31s %10.2f%n", name, value);
    }

    private static double rounded(double value) {
        return Math.round(value * 100) / 100.0;
    }
}
