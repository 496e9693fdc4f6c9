package dcm.shell.document;

import dcm.contract.view.ContainerViewState;
import dcm.contract.view.ViewValue;
import java.math.BigDecimal;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A container of the user.
 *
 * @param handle the SSH port; empty until it is known
 * @param reason the reason of a failure or of a state that was not requested
 * @param ssh how to log in; {@link Ssh#NONE} until it is known
 */
public record ContainerDocument(
        String id,
        String handle,
        String name,
        String state,
        String since,
        String reason,
        String image,
        String imageDigest,
        String host,
        Ssh ssh,
        List<Port> ports,
        @Nullable BigDecimal cpus,
        long memoryMiB,
        @Nullable Integer pids,
        @Nullable Long diskMiB,
        @Nullable Long diskUsedMiB,
        @Nullable UsedPreset preset,
        List<String> command,
        String workingDirectory,
        String timeZone,
        Map<String, String> environment,
        Map<String, String> labels,
        String createdAt,
        String startedAt) {
    public ContainerDocument {
        ssh = ssh == null ? Ssh.NONE : ssh;
    }

    /** How to log in to a container. */
    public record Ssh(String address, int port, String command, String userCommand, String hostKey) {
        /** No SSH server is known. */
        public static final Ssh NONE = new Ssh("", 0, "", "", "");
    }

    /** A published port. */
    public record Port(String address, int port, String protocol) {}

    /** The preset with which a container was created. */
    public record UsedPreset(String name, int version) {}

    /** Whether the container's SSH server is known. */
    public boolean hasSsh() {
        return !ssh.equals(Ssh.NONE);
    }

    public boolean is(ContainerViewState expected) {
        return expected.is(state);
    }

    /** The state; empty if this version does not know it. */
    public Optional<ContainerViewState> knownState() {
        return ViewValue.find(ContainerViewState.class, state);
    }

    /** Whether the container runs, or may run on a host that does not report. */
    public boolean mayRun() {
        return is(ContainerViewState.RUNNING) || is(ContainerViewState.UNREACHABLE);
    }

    /** A short label: the SSH port, or the name while the SSH port is unknown. */
    public String label() {
        return handle.isEmpty() ? name : handle;
    }
}
