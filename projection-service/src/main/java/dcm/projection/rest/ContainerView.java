package dcm.projection.rest;

import com.fasterxml.jackson.annotation.JsonInclude;
import dcm.contract.identity.Cpus;
import dcm.contract.snapshot.HostSnapshot;
import dcm.contract.view.ContainerViewState;
import dcm.projection.container.ContainerRow;
import dcm.projection.port.PortRow;
import java.math.BigDecimal;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.jspecify.annotations.Nullable;

/** A container as its owner sees it. */
@Schema(examples = ContainerView.EXAMPLE)
@JsonInclude(JsonInclude.Include.NON_NULL)
public record ContainerView(
        @Schema(description = "Owner, in lists and streams of all accounts", examples = "alice") @Nullable
        String account,

        String id,

        @Schema(description = "SSH port, unique in the whole system; absent until it is known") @Nullable
        Integer handle,

        String name,

        @Schema(
                description =
                        "State, or operation in progress. unreachable: no report of the host for 30 s, and longer with more"
                                + " than 150 hosts;"
                                + " since is the time of the last report, and reason contains the last known state",
                enumeration = {
                    "creating",
                    "running",
                    "stopping",
                    "stopped",
                    "starting",
                    "restarting",
                    "pausing",
                    "paused",
                    "unpausing",
                    "removing",
                    "lost",
                    "unreachable"
                })
        ContainerViewState state,

        Instant since,

        @Schema(description = "Reason of a failure or of a state that was not requested") @Nullable
        String reason,

        @Schema(description = "Exit code of a stopped container's first process") @Nullable
        Integer exitCode,

        @Schema(description = "True if the container was stopped because it exceeded its memory limit") @Nullable
        Boolean outOfMemory,

        String image,
        String imageDigest,
        String host,
        @Nullable Ssh ssh,

        @Schema(description = "Published ports, except SSH") List<Published> ports,

        BigDecimal cpus,
        int memoryMiB,
        int pids,

        @Schema(description = "Limit of the disk usage outside of home directories") @Nullable
        Integer diskMiB,

        @Schema(description = "Last measured disk usage, if the limit is not enforced by the filesystem") @Nullable
        Long diskUsedMiB,

        @Schema(description = "Preset of the container, if any") @Nullable
        MadeWith preset,

        @Schema(description = "As requested, like all following fields; settings of the image are not shown")
        List<String> command,

        @Nullable String workingDirectory,
        @Nullable String timeZone,
        Map<String, String> environment,
        Map<String, String> labels,
        Instant createdAt,
        @Nullable Instant startedAt,

        @Schema(description = "Sequence of the event that last changed the container")
        long sequence) {
    /** An example response. */
    public static final String EXAMPLE = """
            {"id": "5d60be7410595ad1", "handle": 31000, "name": "web", "state": "running", "since": "2026-11-25T15:00:01Z",
             "image": "debian-ssh:13",
             "imageDigest": "sha256:9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08", "host": "n1",
             "ssh": {"address": "192.0.2.10", "port": 31000, "command": "ssh -p 31000 root@192.0.2.10",
              "userCommand": "ssh -p 31000 alice@192.0.2.10",
              "hostKey": "SHA256:47DEQpj8HBSa+/TImW+5JCeuQeRkm5NMpJWZG3hSuFU"},
             "ports": [{"address": "192.0.2.11", "port": 8080, "protocol": "tcp"}], "cpus": 16, "memoryMiB": 65536,
             "pids": 512, "diskMiB": 20480, "diskUsedMiB": 310, "preset": {"name": "big", "version": 2}, "command": ["python3", "-m", "http.server", "8080"],
             "workingDirectory": "/srv", "environment": {"MODE": "test"}, "labels": {"user.course": "os"},
             "createdAt": "2026-11-25T15:00:00Z", "startedAt": "2026-11-25T15:00:01Z", "sequence": 4}""";

    /** How to log in to a container. */
    @JsonInclude(JsonInclude.Include.NON_NULL)
    public record Ssh(
            String address,
            int port,
            String command,
            String userCommand,

            @Schema(description = "SHA-256 fingerprint of the host key") @Nullable
            String hostKey) {}

    /** The preset and version with which a container was created. */
    public record MadeWith(String name, int version) {}

    /** A published port. */
    public record Published(String address, int port, String protocol) {}

    /** @param host the host's last snapshot; empty if none is known */
    static ContainerView of(ContainerRow row, List<PortRow> ports, Optional<HostSnapshot> host, Instant now) {
        Optional<Instant> unreachable = host.filter(
                        on -> row.state != ContainerViewState.LOST) // which no later report changes
                .filter(on -> isUnreachable(on, now))
                .map(HostSnapshot::lastSeen);
        return new ContainerView(
                null,
                row.id,
                row.sshPort,
                row.name,
                unreachable.isPresent() ? ContainerViewState.UNREACHABLE : row.state,
                unreachable.orElse(row.changedAt),
                unreachable.map(lastSeen -> unreachableReason(row, lastSeen)).orElse(row.reason),
                row.exitCode,
                row.outOfMemory ? true : null,
                row.image,
                row.digest,
                row.host,
                ssh(row),
                ports.stream()
                        .map(port -> new Published(port.address, port.number, port.protocol))
                        .toList(),
                Cpus.ofThousandths(row.milliCpus),
                row.memoryMib,
                row.pids,
                row.diskMib,
                row.diskUsedMib,
                preset(row),
                row.settings.command(),
                row.settings.workingDirectory(),
                row.settings.timeZone(),
                row.settings.environment(),
                row.settings.labels(),
                row.createdAt,
                row.startedAt,
                row.sequence);
    }

    /** The same with its owner. */
    ContainerView of(String owner) {
        return new ContainerView(
                owner,
                id,
                handle,
                name,
                state,
                since,
                reason,
                exitCode,
                outOfMemory,
                image,
                imageDigest,
                host,
                ssh,
                ports,
                cpus,
                memoryMiB,
                pids,
                diskMiB,
                diskUsedMiB,
                preset,
                command,
                workingDirectory,
                timeZone,
                environment,
                labels,
                createdAt,
                startedAt,
                sequence);
    }

    /**
     * Whether the host's last report is so old that its containers are shown as unreachable: twice as old as when no more containers are
     * placed there, so that short delays do not show.
     */
    static boolean isUnreachable(HostSnapshot host, Instant now) {
        return host.lastSeen().plus(host.maxSilence().multipliedBy(2)).isBefore(now);
    }

    private static String unreachableReason(ContainerRow row, Instant lastSeen) {
        return "DCM has received no report of the host %s since %s. The last known state was '%s'."
                .formatted(row.host, lastSeen.truncatedTo(ChronoUnit.SECONDS), row.state.value());
    }

    private static @Nullable MadeWith preset(ContainerRow row) {
        return row.preset == null || row.presetVersion == null ? null : new MadeWith(row.preset, row.presetVersion);
    }

    private static @Nullable Ssh ssh(ContainerRow row) {
        if (row.sshAddress == null || row.sshPort == null) {
            return null;
        }
        String port = "ssh -p " + row.sshPort + " ";
        return new Ssh(
                row.sshAddress,
                row.sshPort,
                port + "root@" + row.sshAddress,
                port + row.owner + "@" + row.sshAddress,
                row.hostKey);
    }
}
