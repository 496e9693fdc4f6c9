package dcm.auditor.check;

import dcm.auditor.engine.AuditedEngine;
import dcm.auditor.engine.AuditedEngine.EngineContainer;
import dcm.auditor.engine.AuditedEngine.Published;
import dcm.auditor.finding.AuditFinding;
import dcm.auditor.finding.FindingKind;
import dcm.auditor.log.AuditedLog;
import dcm.auditor.log.LoggedContainer;
import dcm.auditor.views.AuditedViews;
import dcm.contract.identity.SshEndpoint;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Docker runs each container with the configuration that was ordered. */
final class ContainersMatchSpec implements Check {
    private static final int SSH = 22;

    @Override
    public List<AuditFinding> check(AuditedLog log, AuditedViews views, AuditedEngine engine) {
        List<AuditFinding> findings = new ArrayList<>();
        log.containers().values().stream().filter(LoggedContainer::isSettled).forEach(container -> {
            EngineContainer found = engine.containers().get(container.id());
            if (found != null) {
                List<String> differences = differences(container, found, engine);
                if (!differences.isEmpty()) {
                    findings.add(new AuditFinding(
                            FindingKind.CONTAINER_SHAPE_DIFFERS,
                            container.subject(),
                            String.join("; ", differences) + "."));
                }
            }
        });
        return findings;
    }

    private static List<String> differences(LoggedContainer container, EngineContainer found, AuditedEngine engine) {
        String owner = container.owner().value();
        return Stream.of(
                        Rows.difference(
                                "the image", container.spec().image().digest().value(), found.image()),
                        Rows.difference("the network", "dcm-" + engine.installation() + "-" + owner, found.network()),
                        Rows.difference("the published ports", ports(container), found.published()),
                        Rows.difference("the home mounts", binds(owner), targets(found.binds())),
                        foreignSources(owner, found.binds()),
                        new ExpectedShape(container).differences(found, engine.defaultRuntime()),
                        labels(container, engine.installation()).entrySet().stream()
                                .flatMap(label -> Rows.difference(
                                        "the label " + label.getKey(),
                                        label.getValue(),
                                        Objects.requireNonNullElse(
                                                found.labels().get(label.getKey()), "missing"))))
                .flatMap(Function.identity())
                .toList();
    }

    private static Set<Published> ports(LoggedContainer container) {
        SshEndpoint endpoint = container.ssh();
        Stream<Published> ssh = endpoint == null
                ? Stream.empty()
                : Stream.of(new Published(endpoint.address(), endpoint.port().value(), SSH, "tcp"));
        Stream<Published> others = container.ports().stream()
                .map(port -> new Published(
                        port.address(),
                        port.port().number().value(),
                        port.port().number().value(),
                        port.port().protocol().toString()));
        return Stream.concat(ssh, others).collect(Collectors.toSet());
    }

    private static Set<String> binds(String owner) {
        return Set.of("/root", "/home/" + owner, "/etc/dcm/keys:ro");
    }

    /** {@code target[:ro]} of binds; the engine prints {@code source:target:mode}. */
    private static Set<String> targets(List<String> binds) {
        return binds.stream()
                .map(bind -> bind.split(":", -1))
                .map(parts -> parts[1]
                        + (parts.length > 2 && List.of(parts[2].split(",", -1)).contains("ro") ? ":ro" : ""))
                .collect(Collectors.toSet());
    }

    /** The directories of homes and keys have the name of their owner. */
    private static Stream<String> foreignSources(String owner, List<String> binds) {
        return binds.stream()
                .map(bind -> bind.substring(0, bind.indexOf(':')))
                .filter(source -> !List.of(source.split("/", -1)).contains(owner))
                .map(source -> "the mounted directory " + source + " does not belong to the owner");
    }

    private static Map<String, String> labels(LoggedContainer container, String installation) {
        Map<String, String> labels = new HashMap<>(container.spec().settings().labels());
        labels.put("dcm.installation", installation);
        labels.put("dcm.owner", container.owner().value());
        labels.put("dcm.container", container.id().value());
        return labels;
    }
}
