package dcm.stack.join;

import dcm.contract.identity.InvalidValueException;
import dcm.contract.identity.PortNumber;
import dcm.contract.identity.PortRange;
import dcm.contract.report.HomeStorage;
import dcm.stack.engine.AliasInterface;
import dcm.stack.installation.Installation;
import dcm.stack.installation.StackPort;
import dcm.stack.machine.StackFailure;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.nio.file.FileStore;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * What this machine checks before it uses a join token, which can be used only once. The installation checks the rest before that, too.
 */
final class JoinPreconditions {
    private static final long MIB = 1L << 20;
    /** Below this, doctor reports a problem. */
    private static final long MIN_FREE_MIB = 1024;

    private final Installation installation;
    private final List<String> problems = new ArrayList<>();

    JoinPreconditions(Installation installation) {
        this.installation = installation;
    }

    /**
     * Checks everything, and reports all problems together.
     *
     * @param address at which the other machines reach this one
     * @param aliases on which containers' ports are published
     * @param sshPorts the requested range; empty: the installation chooses one
     * @param storage the requested directory of homes; empty: the one of {@link Installation#storage}
     * @param engineRoot the data directory of the Docker Engine
     * @throws StackFailure if this machine cannot join
     */
    void require(
            String address, List<String> aliases, Optional<String> sshPorts, Optional<Path> storage, Path engineRoot) {
        Stream.concat(Stream.of(address), aliases.stream().filter(alias -> !AliasInterface.adds(alias)))
                .distinct()
                .forEach(this::requireOwn);
        sshPorts.ifPresent(this::requireOtherPorts);
        requireFree(address, installation.port(StackPort.RUNTIME_WORKER));
        storage.ifPresent(this::requireDirectory);
        Path homes = storage.orElse(installation.storage());
        requireKnownHomes(homes);
        requireSpace("homes", Files.isDirectory(homes) ? homes : installation.home());
        requireSpace("images and containers", engineRoot);
        if (!problems.isEmpty()) {
            throw new StackFailure("This machine cannot join yet. The token can still be used.%n- %s"
                    .formatted(String.join(System.lineSeparator() + "- ", problems)));
        }
    }

    private void requireOwn(String address) {
        try {
            InetAddress.ofLiteral(address);
        } catch (IllegalArgumentException e) {
            problems.add("'%s' is not an IP address.".formatted(address));
            return;
        }
        if (!AliasInterface.isAssigned(address)) {
            problems.add(
                    "%s is not an address of this machine ('ip address' lists them). Choose: --address ADDRESS --alias ADDRESS"
                            .formatted(address));
        }
    }

    private void requireOtherPorts(String sshPorts) {
        try {
            PortNumber worker = new PortNumber(installation.port(StackPort.RUNTIME_WORKER));
            if (PortRange.parse(sshPorts).contains(worker)) {
                problems.add("The SSH ports %s include %s, the port of the worker. Choose: --ssh-ports FIRST-LAST"
                        .formatted(sshPorts, worker));
            }
        } catch (InvalidValueException e) {
            problems.add("--ssh-ports: " + e.getMessage());
        }
    }

    /** Whether the worker can listen there. */
    private void requireFree(String address, int port) {
        if (!problems.isEmpty()) {
            return; // perhaps not an address of this machine
        }
        try (var socket = new ServerSocket()) {
            socket.setReuseAddress(true);
            socket.bind(new InetSocketAddress(InetAddress.ofLiteral(address), port));
        } catch (IOException e) {
            problems.add(
                    ("The port %d of %s, which the worker needs, is in use by another program ('ss -ltnp' names it). Stop"
                                    + " that program, or use other ports: DCM_PORT_BASE=%d ./dcm host join")
                            .formatted(port, address, installation.portBase() + 1000));
        }
    }

    /** A directory that is not there may be a missing mount, which the worker would hide by creating it. */
    private void requireDirectory(Path storage) {
        if (!Files.isDirectory(storage)) {
            problems.add("--storage: The directory %s does not exist. Mount or create it first.".formatted(storage));
            return;
        }
        try {
            Path probe = Files.createTempFile(storage, ".dcm-probe", null);
            Object owner = Files.getAttribute(probe, "unix:uid");
            Files.delete(probe);
            if (!owner.equals(0)) {
                problems.add(
                        "--storage: Files that root creates in %s belong to the user %s. Export it with no_root_squash."
                                .formatted(storage, owner));
            }
        } catch (IOException e) {
            problems.add("--storage: Cannot write to %s: %s. Make it writable for root; export it with no_root_squash."
                    .formatted(storage, e));
        }
    }

    /** The worker waits if its directory of homes is another one than before. */
    private void requireKnownHomes(Path homes) {
        Path known = installation.data("worker").resolve("homes");
        Path mark = homes.resolve(HomeStorage.FILE);
        try {
            if (Files.exists(known)
                    && !(Files.exists(mark)
                            && Files.readString(known)
                                    .strip()
                                    .equals(Files.readString(mark).strip()))) {
                problems.add(
                        ("%s is not the directory of homes that this machine had before: its file %s is missing or another one."
                                        + " Mount the disk with the homes, or name their directory with --storage. To use this"
                                        + " directory from now on, remove %s.")
                                .formatted(homes, HomeStorage.FILE, known));
            }
        } catch (IOException e) {
            problems.add("Cannot read %s or %s: %s".formatted(known, mark, e));
        }
    }

    private void requireSpace(String what, Path directory) {
        try {
            FileStore store = Files.getFileStore(directory);
            if (store.getUsableSpace() < MIN_FREE_MIB * MIB) {
                problems.add("Only %d MiB are free for %s in %s; a host needs %d. Delete data, or use a larger disk."
                        .formatted(store.getUsableSpace() / MIB, what, directory, MIN_FREE_MIB));
            }
        } catch (IOException notHere) {
            // The engine may be on another machine.
        }
    }
}
