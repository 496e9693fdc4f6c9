package dcm.auditor.check;

import dcm.auditor.engine.AuditedEngine;
import dcm.auditor.engine.AuditedEngine.EngineContainer;
import dcm.auditor.engine.AuditedEngines;
import dcm.auditor.finding.AuditFinding;
import dcm.auditor.finding.FindingKind;
import dcm.auditor.log.AuditedLog;
import dcm.auditor.log.RecordedContainer;
import dcm.auditor.log.RecordedContainer.Phase;
import dcm.auditor.log.RecordedImage;
import dcm.auditor.views.AuditedViews;
import dcm.contract.identity.ImageId;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

/** The engine of each host has exactly the containers and images of the log, in the states that the log gives. */
final class EngineMatchesLog implements Check {
    @Override
    public List<AuditFinding> check(AuditedLog log, AuditedViews views, AuditedEngines engines) {
        return engines.read().stream()
                .flatMap(engine -> check(log, engine).stream())
                .toList();
    }

    private static List<AuditFinding> check(AuditedLog log, AuditedEngine engine) {
        List<AuditFinding> findings = new ArrayList<>();
        engine.containers().keySet().stream()
                .filter(id -> !log.containers().containsKey(id))
                .map(id -> new AuditFinding(
                        FindingKind.CONTAINER_UNKNOWN,
                        "container/" + id,
                        "It exists in Docker on %s, but the log does not have it.".formatted(engine.hostName())))
                .forEach(findings::add);
        log.containers().values().stream()
                .filter(container -> container.host().value().equals(engine.hostName()) && container.isSettled())
                .forEach(container -> check(container, engine, findings));
        images(log, engine, findings);
        return findings;
    }

    private static void check(RecordedContainer container, AuditedEngine engine, List<AuditFinding> findings) {
        EngineContainer found = engine.containers().get(container.id());
        if (found == null) {
            findings.add(new AuditFinding(
                    FindingKind.CONTAINER_MISSING,
                    container.subject(),
                    "According to the log, the container is %s on %s. Docker has no such container."
                            .formatted(container.phase(), container.host())));
        } else if (phase(found) != container.phase()) {
            findings.add(new AuditFinding(
                    FindingKind.CONTAINER_STATE_DIFFERS,
                    container.subject(),
                    "It is %s in the log and %s in Docker.".formatted(container.phase(), found.status())));
        }
    }

    private static Phase phase(EngineContainer container) {
        return switch (container.status()) {
            case "running" -> Phase.RUNNING;
            case "paused" -> Phase.PAUSED;
            default -> Phase.STOPPED;
        };
    }

    private static void images(AuditedLog log, AuditedEngine engine, List<AuditFinding> findings) {
        log.images().values().stream()
                .filter(image -> image.phase() == RecordedImage.Phase.READY && !image.deleted() && !image.takenOver())
                .filter(image -> image.host().value().equals(engine.hostName()))
                .filter(image -> !engine.images().contains(image.id().value()))
                .map(image -> new AuditFinding(
                        FindingKind.IMAGE_MISSING,
                        image.subject(),
                        "Docker does not have the image %s of %s that the log places on %s."
                                .formatted(image.name(), image.owner(), image.host())))
                .forEach(findings::add);
        var known = log.images().values().stream()
                .filter(image -> !image.deleted())
                .map(RecordedImage::id)
                .map(ImageId::value)
                .collect(Collectors.toSet());
        engine.images().stream()
                .filter(id -> !known.contains(id))
                .map(id -> new AuditFinding(
                        FindingKind.IMAGE_UNKNOWN,
                        "image/" + id,
                        "It exists in Docker on %s, but the log does not have it.".formatted(engine.hostName())))
                .forEach(findings::add);
    }
}
