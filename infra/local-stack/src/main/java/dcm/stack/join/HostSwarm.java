package dcm.stack.join;

import dcm.contract.identity.HostDeclaration;
import dcm.contract.identity.HostName;
import dcm.join.EngineSwarm;
import dcm.join.Invitation;
import dcm.join.Invitations;
import dcm.join.JoinedHosts;
import dcm.join.SwarmAccess;
import dcm.stack.installation.Installation;
import dcm.stack.installation.Secrets;
import dcm.stack.installation.SwarmSettings;
import dcm.stack.machine.StackFailure;
import dcm.stack.machine.SystemCommand;
import dcm.stack.part.StartupStep;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The Docker swarm of an installation's hosts. The engine of the machine with the services is its only manager; the worker
 * of each other host lets its engine join.
 */
public final class HostSwarm {
    private static final int PORT = 2377;

    /** The size of each owner's network: 510 addresses. */
    private static final int NETWORK_BITS = 23;

    /** Stored instead of the id while the swarm is formed, so that a crash does not make it a foreign one. */
    private static final String PENDING = "pending";

    /** The state, whether live-restore is on, and the managers, also of a swarm without a connection to it. */
    private static final String MEMBERSHIP =
            "{{.Swarm.LocalNodeState}} {{.LiveRestoreEnabled}}{{range .Swarm.RemoteManagers}} {{.Addr}}{{end}}";

    private final Installation installation;

    public HostSwarm(Installation installation) {
        this.installation = installation;
    }

    /** Makes this machine's engine the manager of a swarm, unless it is. */
    public StartupStep step() {
        return new StartupStep("swarm", Set.of(), report -> ensure());
    }

    private boolean isManager() {
        return installation.swarm().mode().isOn() && installation.joined().isEmpty();
    }

    private void ensure() {
        String address = address();
        String current = docker(
                "info",
                "--format",
                "{{.Swarm.LocalNodeState}} {{.LiveRestoreEnabled}} {{if .Swarm.Cluster}}{{.Swarm.Cluster.ID}}{{end}}");
        String[] state = current.split(" ", -1);
        if (state[0].equals("active")) {
            if (!isOwn(state[2])) {
                throw foreign();
            }
            store(state[2]);
            removeUnknownWorkers();
            return;
        }
        if (state[1].equals("true")) {
            throw new StackFailure(
                    "DCM_SWARM does not work with Docker's live-restore. Set \"live-restore\": false in Docker's"
                            + " daemon.json, reload Docker (systemctl reload docker), and start DCM again.");
        }
        form(address);
    }

    private void form(String address) {
        store(PENDING);
        try {
            docker(
                    "swarm",
                    "init",
                    "--advertise-addr",
                    address,
                    "--listen-addr",
                    address + ":" + PORT,
                    "--data-path-addr",
                    address,
                    "--default-addr-pool",
                    installation.swarm().networks(),
                    "--default-addr-pool-mask-length",
                    Integer.toString(NETWORK_BITS));
        } catch (StackFailure e) {
            store(""); // a swarm that exists later is another one
            throw e;
        }
        store(docker("info", "--format", "{{.Swarm.Cluster.ID}}"));
    }

    private String address() {
        return SwarmSettings.managerAddress(installation.clusterAddress())
                .orElseThrow(() -> new StackFailure(SwarmSettings.WITHOUT_ADDRESS));
    }

    /** The swarm's id, if this installation has formed it. */
    private Path file() {
        return installation.data("swarm");
    }

    private void store(String id) {
        try {
            Files.createDirectories(file().getParent());
            Files.writeString(file(), id);
        } catch (IOException e) {
            throw new StackFailure("Cannot write to %s: %s".formatted(file(), e.getMessage()), e);
        }
    }

    /** @param id empty if this machine's engine is not the manager of a swarm */
    private boolean isOwn(String id) {
        try {
            String stored = Files.exists(file()) ? Files.readString(file()).strip() : "";
            return !id.isEmpty() && (stored.equals(id) || stored.equals(PENDING));
        } catch (IOException e) {
            throw new StackFailure("Cannot read %s: %s".formatted(file(), e.getMessage()), e);
        }
    }

    private static StackFailure foreign() {
        return new StackFailure("The Docker Engine of this machine is in a swarm that DCM has not formed. If nothing"
                + " else uses that swarm, let the engine leave it (docker swarm leave --force) and start DCM again;"
                + " otherwise set DCM_SWARM=off.");
    }

    /** What a machine needs to join the swarm; null if there is none. */
    @Nullable
    SwarmAccess access() {
        return isManager()
                ? new SwarmAccess(
                        installation.swarm().mode(),
                        address() + ":" + PORT,
                        docker("swarm", "join-token", "--quiet", "worker"),
                        installation.swarm().networks())
                : null;
    }

    /** Whether this machine's engine can join a swarm. */
    EngineSwarm engine() {
        List<String> words = List.of(docker("info", "--format", MEMBERSHIP).split(" "));
        return new EngineSwarm(words.subList(2, words.size()), words.get(1).equals("true"));
    }

    /**
     * Lets this machine's engine leave a swarm without a connection to it, which does not return if the manager has removed the
     * engine; the worker then lets the engine join again. Does nothing if the engine is in another swarm or connected.
     *
     * @param wasHost whether this machine was a host in the swarm before; otherwise, a swarm without known managers is a
     *     foreign one
     */
    void leaveIfDisconnected(boolean wasHost) {
        if (mustLeave(
                docker("info", "--format", MEMBERSHIP), installation.swarm().manager(), wasHost)) {
            docker("swarm", "leave", "--force");
        }
    }

    /** @param membership of the engine, as {@link #MEMBERSHIP} formats it */
    static boolean mustLeave(String membership, Optional<String> manager, boolean wasHost) {
        List<String> words = List.of(membership.split(" "));
        List<String> managers = words.subList(2, words.size());
        boolean isDisconnected =
                words.getFirst().equals("pending") || words.getFirst().equals("error");
        return isDisconnected
                && (managers.isEmpty()
                        ? wasHost
                        : manager.filter(managers::contains).isPresent());
    }

    /** Stores the join token, with which the worker lets this machine's engine join. */
    static void store(Secrets secrets, @Nullable SwarmAccess swarm) {
        if (swarm != null) {
            secrets.replace(Secrets.SWARM, swarm.token());
        }
    }

    /** Lets this machine's engine leave the swarm of the hosts, if it is in it. */
    public void leave() {
        boolean isMember = installation
                .swarm()
                .manager()
                .map(manager -> engine().managers().contains(manager))
                .orElseGet(
                        () -> isOwn(docker("info", "--format", "{{if .Swarm.Cluster}}{{.Swarm.Cluster.ID}}{{end}}")));
        if (isMember) {
            docker("swarm", "leave", "--force");
        }
    }

    /**
     * Removes a host's engine from the swarm, and makes its join token useless. Invitations that are not used yet get the
     * new token.
     */
    public void remove(HostName host) {
        if (!isManager()) {
            return;
        }
        try {
            new JoinedHosts(installation.invitations()).remove(host);
            workersOfUnknownHosts().forEach(node -> docker("node", "rm", "--force", node));
            replaceToken();
        } catch (IOException e) {
            throw new StackFailure("Cannot remove %s from the swarm: %s".formatted(host, e), e);
        }
    }

    /** Removes the engines of hosts that were removed over REST, which does not reach the swarm. */
    private void removeUnknownWorkers() {
        try {
            List<String> nodes = workersOfUnknownHosts();
            nodes.forEach(node -> docker("node", "rm", "--force", node));
            if (!nodes.isEmpty()) {
                replaceToken();
            }
        } catch (IOException e) {
            throw new StackFailure("Cannot remove engines from the swarm: " + e, e);
        }
    }

    private void replaceToken() throws IOException {
        docker("swarm", "join-token", "--rotate", "--quiet", "worker");
        SwarmAccess access = access();
        Invitations invitations = new Invitations(installation.invitations());
        for (Invitation invitation : invitations.all()) {
            invitations.update(
                    invitation.withCredentials(invitation.credentials().withSwarm(access)));
        }
    }

    /** The ids of the workers at addresses of no host that has joined. */
    private List<String> workersOfUnknownHosts() throws IOException {
        Set<String> joined = new JoinedHosts(installation.invitations()).addresses();
        List<String> ids = docker("node", "ls", "--quiet", "--filter", "role=worker")
                .lines()
                .toList();
        if (ids.isEmpty()) {
            return List.of();
        }
        List<String> command = new ArrayList<>(List.of("node", "inspect", "--format", "{{.ID}} {{.Status.Addr}}"));
        command.addAll(ids);
        return docker(command.toArray(String[]::new))
                .lines()
                .map(line -> line.split(" ", -1))
                .filter(node -> joined.stream().noneMatch(address -> HostDeclaration.isSame(address, node[1])))
                .map(node -> node[0])
                .toList();
    }

    private String docker(String... words) {
        List<String> command = new ArrayList<>(List.of("docker", "-H", installation.dockerHost()));
        command.addAll(List.of(words));
        return SystemCommand.run(command);
    }
}
