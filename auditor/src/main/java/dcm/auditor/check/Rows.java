package dcm.auditor.check;

import dcm.auditor.finding.AuditFinding;
import dcm.auditor.finding.FindingKind;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.BiFunction;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Compares the expected rows of a view with its actual rows. */
final class Rows {
    private Rows() {}

    /**
     * Compares by key.
     *
     * @param view the name of the view, the first part of each finding's subject
     * @param differences the differences of a row, in words
     */
    static <E, R> List<AuditFinding> compare(
            String view, Map<String, E> expected, Map<String, R> rows, BiFunction<E, R, List<String>> differences) {
        List<AuditFinding> findings = new ArrayList<>();
        expected.forEach((key, thing) -> {
            R row = rows.get(key);
            if (row == null) {
                findings.add(new AuditFinding(
                        FindingKind.ROW_MISSING,
                        view + "/" + key,
                        "It is in the log, but the views have no row for it."));
                return;
            }
            List<String> differing = differences.apply(thing, row);
            if (!differing.isEmpty()) {
                findings.add(new AuditFinding(
                        FindingKind.ROW_DIFFERS, view + "/" + key, String.join("; ", differing) + "."));
            }
        });
        rows.keySet().stream()
                .filter(key -> !expected.containsKey(key))
                .map(key -> new AuditFinding(
                        FindingKind.ROW_WITHOUT_EVENT,
                        view + "/" + key,
                        "The views have a row for it, but it is not in the log."))
                .forEach(findings::add);
        return findings;
    }

    /** The difference in words; empty if there is none. */
    static Stream<String> difference(String what, @Nullable Object logged, @Nullable Object shown) {
        return Objects.equals(logged, shown)
                ? Stream.empty()
                : Stream.of("%s is %s in the log, but %s was found".formatted(what, logged, shown));
    }
}
