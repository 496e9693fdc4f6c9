package dcm.auditor.check;

import dcm.auditor.engine.AuditedEngine;
import dcm.auditor.engine.AuditedEngine.EngineContainer;
import dcm.auditor.engine.AuditedEngine.Published;
import dcm.auditor.engine.AuditedEngines;
import dcm.auditor.finding.AuditFinding;
import dcm.auditor.finding.FindingKind;
import dcm.auditor.log.AuditedLog;
import dcm.auditor.log.RecordedContainer;
import dcm.auditor.views.AuditedViews;
import dcm.contract.identity.SshEndpoint;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Docker runs each container with the configuration that was ordered. */
final class ContainersMatchSpec implements Check {
    private static final int SSH = 22;

    @Override
    public List<AuditFinding> check(AuditedLog log, AuditedViews views, AuditedEngines engines) {
        List<AuditFinding> findings = new ArrayList<>();
        log.containers().values().stream()
                .filter(RecordedContainer::isSettled)
                .forEach(container -> engines.of(container.host())
                        .ifPresent(engine -> check(container, engine).ifPresent(findings::add)));
        return findings;
    }

    private static Optional<AuditFinding> check(RecordedContainer container, AuditedEngine engine) {
        EngineContainer found = engine.containers().get(container.id());
        List<String> differences = found == null ? List.of() : differences(container, found, engine);
        return differences.isEmpty()
                ? Optional.empty()
                : Optional.of(new AuditFinding(
                        FindingKind.CONTAINER_SHAPE_DIFFERS,
                        container.subject(),
                        String.join("; ", differences) + "."));
    }

    private static List<String> differences(RecordedContainer container, EngineContainer found, AuditedEngine engine) {
        String owner = container.owner().value();
        return Stream.of(
                        Rows.difference(
                                "the image", container.spec().image().digest().value(), found.image()),
                        network("dcm-" + engine.installation() + "-" + owner, found),
                        Rows.difference("the published ports", ports(container), found.published()),
                        Rows.difference("the home mounts", binds(owner), targets(found.binds())),
                        foreignSources(owner, found.binds()),
                        scatteredSources(owner, found.binds()),
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

    /** An owner with many containers has a second, larger network. */
    private static Stream<String> network(String first, EngineContainer found) {
        return found.network().equals(first + ".large")
                ? Stream.empty()
                : Rows.difference("the network", first, found.network());
    }

    private static Set<Published> ports(RecordedContainer container) {
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

    /** Both home directories of an owner are below one directory of the host. */
    private static Stream<String> scatteredSources(String owner, List<String> binds) {
        Set<String> roots = binds.stream()
                .map(bind -> bind.split(":", -1))
                .flatMap(parts -> parts[1].equals("/root")
                        ? Stream.of(parts[0].replaceFirst("/root$", ""))
                        : parts[1].equals("/home/" + owner)
                                ? Stream.of(parts[0].replaceFirst("/home$", ""))
                                : Stream.empty())
                .collect(Collectors.toSet());
        return roots.size() < 2
                ? Stream.empty()
                : Stream.of("the home directories are in different places: " + String.join(", ", new TreeSet<>(roots)));
    }

    private static Map<String, String> labels(RecordedContainer container, String installation) {
        Map<String, String> labels = new HashMap<>(container.spec().settings().labels());
        labels.put("dcm.installation", installation);
        labels.put("dcm.owner", container.owner().value());
        labels.put("dcm.container", container.id().value());
        return labels;
    }
}
