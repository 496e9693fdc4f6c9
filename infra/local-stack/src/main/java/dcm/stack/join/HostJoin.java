package dcm.stack.join;

import dcm.contract.report.HomeStorage;
import dcm.join.AuthorityTrust;
import dcm.join.CertificateAuthority;
import dcm.join.CertificateRequest;
import dcm.join.HostCredentials;
import dcm.join.JoinRequest;
import dcm.join.JoinResponse;
import dcm.join.JoinToken;
import dcm.stack.engine.EngineCleanUp;
import dcm.stack.installation.CertificateFiles;
import dcm.stack.installation.Installation;
import dcm.stack.installation.JoinedInstallation;
import dcm.stack.installation.Secrets;
import dcm.stack.installation.SwarmSettings;
import dcm.stack.machine.StackFailure;
import dcm.stack.machine.SystemCommand;
import dcm.stack.service.GatewayKey;
import dcm.stack.service.WorkerTokenKey;
import java.io.IOException;
import java.net.DatagramSocket;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyPair;
import java.security.cert.X509Certificate;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Joins another installation as a host: exchanges a join token for credentials, and stores these and the settings. */
public final class HostJoin {
    /** The engine's data directory, if it remaps users: {@code …/UID.GID}. */
    private static final Pattern REMAPPED_ROOT = Pattern.compile(".*/(\\d+)\\.(\\d+)/?");

    private final Installation installation;

    /** @param installation this machine's installation directory, which must not run an installation of its own */
    public HostJoin(Installation installation) {
        this.installation = installation;
    }

    /**
     * The options of {@code ./dcm host join}.
     *
     * @param address the address at which the other machine reaches this one; empty: the one from which this machine
     *     connects to it
     * @param aliases the addresses on which containers' ports are published; empty: the address
     * @param sshPorts the range of containers' SSH ports; empty: the other machine chooses a free one
     * @param storage the directory of homes; empty: below the installation's directory
     */
    public record Choices(
            Optional<String> address, List<String> aliases, Optional<String> sshPorts, Optional<Path> storage) {
        public Choices {
            aliases = List.copyOf(aliases);
        }
    }

    /**
     * Joins, and returns the settings of this machine as a host.
     *
     * @throws StackFailure if this machine cannot join; nothing is stored then, and the token stays valid
     */
    public Installation join(JoinToken token, Choices choices) {
        requireNoOwnInstallation();
        String address = choices.address().orElseGet(() -> addressTowards(token.server()));
        List<String> aliases = choices.aliases().isEmpty() ? List.of(address) : choices.aliases();
        new JoinPreconditions(installation)
                .require(address, aliases, choices.sshPorts(), choices.storage(), Path.of(engine("DockerRootDir")));
        KeyPair pair = CertificateAuthority.newKeyPair();
        var request = new JoinRequest(
                token.host().value(),
                token.secret(),
                CertificateRequest.create(token.host().value(), pair),
                address,
                aliases,
                choices.sshPorts().orElse(null),
                engine("ID"),
                storage(choices.storage().orElse(installation.storage())).orElse(null),
                new HostSwarm(installation).engine());
        JoinResponse response = send(token, request, address);
        boolean wasHost = Files.exists(installation.secrets().file(Secrets.SWARM));
        store(response, pair);
        Installation joined = settings(token, choices, response, address, aliases);
        if (response.isNew()) {
            removeLeftovers(joined);
        }
        if (joined.swarm().mode().isOn()) {
            new HostSwarm(joined).leaveIfDisconnected(wasHost);
        }
        return joined;
    }

    /**
     * Removes what the engine has from an earlier time as a host, which ended with the host's removal: its containers are
     * lost, and may have been recreated elsewhere. Home directories stay.
     */
    private static void removeLeftovers(Installation joined) {
        new EngineCleanUp(joined).removeObjects(line -> {});
        new HostSwarm(joined).leave();
    }

    /** Fails if the directory already holds an installation: the settings of a host would hide its homes and its log. */
    private void requireNoOwnInstallation() {
        if (installation.hasLog()) {
            throw new StackFailure(
                    ("%s contains an installation with its own event log. A host needs a directory of its own:"
                                    + " DCM_HOME=DIRECTORY ./dcm host join")
                            .formatted(installation.home()));
        }
    }

    private String engine(String property) {
        return SystemCommand.run(
                "docker", "-H", installation.dockerHost(), "info", "--format", "{{.%s}}".formatted(property));
    }

    /** Identifies the directory of homes; empty if it holds none. */
    private Optional<HomeStorage> storage(Path directory) {
        Path mark = directory.resolve(HomeStorage.FILE);
        if (!Files.exists(mark)) {
            return Optional.empty();
        }
        Matcher remapped = REMAPPED_ROOT.matcher(engine("DockerRootDir"));
        boolean isRemapped = remapped.matches();
        try {
            return Optional.of(new HomeStorage(
                    Files.readString(mark).strip(),
                    isRemapped ? Integer.parseInt(remapped.group(1)) : 0,
                    isRemapped ? Integer.parseInt(remapped.group(2)) : 0));
        } catch (IOException e) {
            throw new StackFailure("Cannot read %s: %s".formatted(mark, e.getMessage()), e);
        }
    }

    /** The address from which this machine connects to {@code server}. Sends nothing. */
    private static String addressTowards(URI server) {
        try (var socket = new DatagramSocket()) {
            socket.connect(new InetSocketAddress(server.getHost().replaceAll("[\\[\\]]", ""), server.getPort()));
            return socket.getLocalAddress().getHostAddress();
        } catch (IOException | java.io.UncheckedIOException e) {
            throw new StackFailure("This machine has no route to %s: %s".formatted(server, e.getMessage()), e);
        }
    }

    /** @param address of this machine, from which it must connect to get a certificate for it */
    private static JoinResponse send(JoinToken token, JoinRequest request, String address) {
        try {
            X509Certificate authority = AuthorityTrust.fetchAuthority(token.server(), token.authority());
            return new InstallationClient(token.server(), authority, address)
                    .post("/v1/hosts/joins", request, JoinResponse.class);
        } catch (IOException e) {
            throw new StackFailure(
                    "Cannot join at %s: %s. Check that DCM runs there, and that this machine can connect to its TCP ports %d and %d."
                            .formatted(
                                    token.server(),
                                    e.getMessage(),
                                    token.server().getPort() - 1,
                                    token.server().getPort()),
                    e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new StackFailure("Interrupted while joining.", e);
        }
    }

    private void store(JoinResponse response, KeyPair pair) {
        HostCredentials credentials = response.credentials();
        Secrets secrets = installation.secrets();
        CertificateFiles files = installation.certificates();
        Path gatewayKey = new GatewayKey(installation).publicKey();
        try {
            secrets.replaceKafka(credentials.kafkaUser(), credentials.kafkaPassword());
            if (credentials.imageRegistryUser() != null) {
                secrets.replace(Secrets.IMAGE_REGISTRY, credentials.imageRegistryUser());
            }
            HostSwarm.store(secrets, credentials.swarm());
            secrets.replaceJoinedReportKey(credentials.reportKey());
            Files.createDirectories(files.directory());
            CertificateAuthority.writeKey(files.serverKey(), pair.getPrivate());
            Files.writeString(files.server(), response.certificate());
            Files.writeString(files.authority(), response.authority());
            Files.createDirectories(gatewayKey.getParent());
            Files.writeString(gatewayKey, credentials.gatewayKeys());
            Files.writeString(new WorkerTokenKey(installation).publicKey(), credentials.tokenKey());
        } catch (IOException e) {
            throw new StackFailure("Cannot store the credentials in %s: %s".formatted(installation.home(), e), e);
        }
    }

    private Installation settings(
            JoinToken token, Choices choices, JoinResponse response, String address, List<String> aliases) {
        Map<String, String> settings = new HashMap<>(System.getenv());
        settings.put("DCM_HOME", installation.home().toString());
        settings.put("DCM_INSTALLATION", response.credentials().installation());
        settings.put("DCM_HOST_NAME", token.host().value());
        settings.put("DCM_HOST_ADDRESS", address);
        settings.put("DCM_ALIASES", String.join(",", aliases));
        settings.put("DCM_SSH_PORTS", response.sshPorts());
        settings.put(
                JoinedInstallation.JOIN_ID,
                Objects.requireNonNull(response.credentials().joinId(), "the installation is of an earlier version")
                        .value());
        settings.put("DCM_JOINED", token.server().toString());
        settings.put("DCM_JOINED_KAFKA", response.credentials().kafkaAddress());
        settings.put(
                Installation.IMAGE_REGISTRY,
                Objects.requireNonNullElse(response.credentials().imageRegistry(), ""));
        settings.putAll(SwarmSettings.joining(response.credentials().swarm()));
        choices.storage().ifPresent(directory -> settings.put("DCM_STORAGE", directory.toString()));
        Installation joined = Installation.of(installation.programs(), settings);
        joined.store();
        return joined;
    }
}
