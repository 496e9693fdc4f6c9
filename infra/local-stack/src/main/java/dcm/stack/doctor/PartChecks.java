package dcm.stack.doctor;

import dcm.contract.report.Finding;
import dcm.stack.lifecycle.Restarts.Restarted;
import dcm.stack.part.Part;
import dcm.stack.part.Versions;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Checks whether the parts run, and whether they are restarted when they end. */
final class PartChecks {
    private static final String PARTS = "parts";

    private PartChecks() {}

    static List<Finding> of(Map<Part, Boolean> health, Map<String, Restarted> restarts, boolean supervised) {
        List<Finding> findings = new ArrayList<>();
        health.forEach((part, healthy) -> {
            if (!healthy) {
                findings.add(unhealthy(part));
            }
            part.attention().stream()
                    // The certificate has a finding of its own.
                    .filter(line -> !part.name().equals("api-gateway") || !line.contains("certificate"))
                    .forEach(line -> findings.add(
                            Findings.warning(PARTS, part.name() + ": " + line, "See: ./dcm logs " + part.name())));
        });
        restarts.forEach((part, restarted) -> findings.add(Findings.warning(
                PARTS,
                "%s was restarted %s %s, because %s."
                        .formatted(part, restarted.often(), restarted.last(), restarted.reason()),
                "Look for the reason in its log: ./dcm logs " + part)));
        if (!supervised) {
            findings.add(Findings.warning(
                    PARTS, "The supervisor does not run, so parts that end are not restarted.", "Run: ./dcm up"));
        }
        if (health.values().stream().allMatch(Boolean::booleanValue)) {
            findings.addFirst(Findings.ok(PARTS, "All %d parts are healthy.".formatted(health.size())));
        }
        return findings;
    }

    /** As after an upgrade that did not end. Empty if there are none. */
    static Optional<Finding> versions(List<String> others) {
        return others.isEmpty()
                ? Optional.empty()
                : Optional.of(Findings.warning(
                        "versions",
                        "These parts run another version than this DCM %s: %s."
                                .formatted(Versions.of("dcm"), String.join(", ", others)),
                        "To replace them while users work: ./dcm upgrade"));
    }

    /** Settings that were changed while parts run. Empty if there are none. */
    static Optional<Finding> settings(List<String> changed) {
        return changed.isEmpty()
                ? Optional.empty()
                : Optional.of(Findings.warning(
                        "settings",
                        "The parts run without these settings, which have changed since the last start: %s."
                                .formatted(String.join(", ", changed)),
                        "To start with them: ./dcm down; ./dcm up"));
    }

    private static Finding unhealthy(Part part) {
        boolean runs = part.pid().isPresent();
        String reason = part.problem().map(Part.Problem::reason).orElse("");
        return Findings.problem(
                PARTS,
                "%s %s.%s"
                        .formatted(
                                part.name(),
                                runs ? "is not healthy" : "does not run",
                                reason.isEmpty() ? "" : " " + reason),
                runs ? "See: ./dcm logs " + part.name() : "Run: ./dcm up");
    }
}
