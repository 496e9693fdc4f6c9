package dcm.auditor.check;

import dcm.auditor.engine.AuditedEngines;
import dcm.auditor.finding.AuditFinding;
import dcm.auditor.log.AuditedLog;
import dcm.auditor.log.RecordedContainer;
import dcm.auditor.views.AuditedViews;
import dcm.auditor.views.AuditedViews.ContainerRow;
import dcm.contract.identity.SshEndpoint;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** The container view has each container with the values that the events give. */
final class ContainerRowsMatch implements Check {
    @Override
    public List<AuditFinding> check(AuditedLog log, AuditedViews views, AuditedEngines engines) {
        if (views.behind()) {
            return List.of();
        }
        Map<String, RecordedContainer> containers = log.containers().values().stream()
                .collect(Collectors.toMap(container -> container.id().value(), Function.identity()));
        return Rows.compare("container-row", containers, views.containers(), ContainerRowsMatch::differences);
    }

    private static List<String> differences(RecordedContainer container, ContainerRow row) {
        SshEndpoint ssh = container.ssh();
        return Stream.of(
                        Rows.difference("the owner", container.owner().value(), row.owner()),
                        Rows.difference("the name", container.name().value(), row.name()),
                        Rows.difference("the host", container.host().value(), row.host()),
                        Rows.difference(
                                "the image", container.spec().image().digest().value(), row.digest()),
                        Rows.difference("the state", container.phase().name().toLowerCase(Locale.ROOT), row.settled()),
                        Rows.difference("the memory", container.spec().limits().memoryMiB(), row.memoryMib()),
                        Rows.difference(
                                "the CPU share", container.spec().limits().milliCpus(), row.milliCpus()),
                        Rows.difference(
                                "the process limit", container.spec().limits().pids(), row.pids()),
                        Rows.difference(
                                "the SSH port", ssh == null ? null : ssh.port().value(), row.sshPort()),
                        Rows.difference("the newest event", container.sequence(), row.sequence()))
                .flatMap(Function.identity())
                .toList();
    }
}
