package dcm.stack.registry;

import dcm.join.PrivateFile;
import dcm.join.RegistryUsers;
import dcm.kafka.LogPrincipal.WorkerName;
import dcm.stack.installation.Installation;
import dcm.stack.installation.InvitedWorkers;
import dcm.stack.installation.Secrets;
import dcm.stack.installation.StackPort;
import dcm.stack.join.ClusterCertificates;
import dcm.stack.machine.Http;
import dcm.stack.machine.StackFailure;
import dcm.stack.machine.SymbolicLinks;
import dcm.stack.machine.SystemCommand;
import dcm.stack.part.Part;
import dcm.stack.part.PartProcess;
import dcm.stack.part.PartProcesses;
import dcm.stack.part.Probe;
import dcm.stack.part.ProcessOptions;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;

/**
 * Debian's {@code docker-registry}. Only the installation's workers have credentials. It listens on loopback, or with a
 * cluster address on that, with TLS.
 */
public final class ImageRegistry implements Part {
    /** The name of the part. */
    public static final String NAME = "image-registry";

    private static final Path PROGRAM = Path.of("/usr/bin/docker-registry");
    private static final String TAGS = "docker/registry/v2/repositories/dcm/images/_manifests/tags";

    private final Installation installation;
    private final PartProcess process;

    public ImageRegistry(Installation installation) {
        this.installation = installation;
        this.process = PartProcesses.of(
                installation,
                ProcessOptions.of(NAME)
                        .withUser("dcm-image-registry")
                        .withProbe(new Probe(
                                Probe.Kind.HTTP_ANY,
                                installation.clusterAddress().orElse("127.0.0.1"),
                                installation.port(StackPort.IMAGE_REGISTRY),
                                "/v2/"))
                        .withWritable(data(), directory())
                        // command-service replaces the file of users.
                        .withCapabilities(ProcessOptions.READ_ALL));
    }

    @Override
    public String name() {
        return NAME;
    }

    @Override
    public String version() {
        return "of Debian";
    }

    @Override
    public String url() {
        return (hasTls() ? "https://" : "http://") + installation.imageRegistryAddress();
    }

    private boolean hasTls() {
        return installation.clusterAddress().isPresent();
    }

    @Override
    public Set<StackPort> ports() {
        return Set.of(StackPort.IMAGE_REGISTRY);
    }

    @Override
    public Set<String> needs() {
        return Set.of(ClusterCertificates.STEP);
    }

    @Override
    public PartProcess process() {
        return process;
    }

    /** The registry answers a request without credentials with 401 and a JSON document. */
    @Override
    public boolean healthy() {
        String probe = url() + "/v2/";
        return (hasTls() ? Http.json(probe, installation.certificates().authority()) : Http.json(probe))
                .filter(answer -> answer.has("errors"))
                .isPresent();
    }

    @Override
    public void launch() {
        if (!Files.isExecutable(PROGRAM)) {
            throw new StackFailure(
                    "DCM_IMAGE_REGISTRY needs Debian's package docker-registry. Install it: apt-get install docker-registry");
        }
        process.launch(List.of(PROGRAM.toString(), "serve", configure().toString()), Map.of());
    }

    /**
     * Deletes the images that are not among {@code referenced} and were pushed before {@code olderThan}, and layers that no
     * image needs. Stops the registry meanwhile, because a layer that is being pushed looks unused.
     *
     * @param referenced the digests of images, as hexadecimal digits
     * @return the number of deleted images
     */
    public int prune(Set<String> referenced, Instant olderThan) {
        boolean ran = pid().isPresent();
        stop();
        try {
            SymbolicLinks.refuse(Files.createDirectories(data()));
            List<Path> unused = unused(referenced, olderThan);
            for (Path tag : unused) {
                deleteTree(tag);
            }
            if (Files.isDirectory(data().resolve(TAGS))) {
                SystemCommand.run(
                        PROGRAM.toString(),
                        "garbage-collect",
                        "--delete-untagged",
                        configure().toString());
            }
            return unused.size();
        } catch (IOException e) {
            throw new StackFailure("Cannot delete images in %s: %s".formatted(data(), e), e);
        } finally {
            if (ran) {
                start();
            }
        }
    }

    private List<Path> unused(Set<String> referenced, Instant olderThan) throws IOException {
        Path tags = data().resolve(TAGS);
        if (!Files.isDirectory(tags)) {
            return List.of();
        }
        try (Stream<Path> all = Files.list(tags)) {
            return all.filter(tag -> !referenced.contains(tag.getFileName().toString()))
                    .filter(tag -> modified(tag).isBefore(olderThan))
                    .toList();
        }
    }

    /** When the tag was set for the last time, also to the same image. */
    private static Instant modified(Path tag) {
        Path link = tag.resolve("current/link");
        try {
            return Files.getLastModifiedTime(Files.exists(link) ? link : tag).toInstant();
        } catch (IOException e) {
            throw new StackFailure("Cannot read %s: %s".formatted(tag, e), e);
        }
    }

    private static void deleteTree(Path directory) throws IOException {
        try (Stream<Path> inside = Files.walk(directory)) {
            for (Path path : inside.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(path);
            }
        }
    }

    private Path directory() {
        return installation.home().resolve(NAME);
    }

    private Path data() {
        return installation.data(NAME);
    }

    /** Writes its configuration and the file of users, and returns the configuration. */
    private Path configure() {
        Path directory = directory();
        try {
            Files.createDirectories(data());
            Files.createDirectories(directory);
            Files.setPosixFilePermissions(directory, Secrets.OWNER_ONLY);
            Files.setPosixFilePermissions(data(), Secrets.OWNER_ONLY);
            Path users = installation.imageRegistryUsers();
            ensureUsers(new RegistryUsers(users));
            Path configuration = directory.resolve("config.yml");
            PrivateFile.replace(configuration, configuration(users));
            return configuration;
        } catch (IOException e) {
            throw new StackFailure("Cannot configure the image registry in %s: %s".formatted(directory, e), e);
        }
    }

    /** This machine's worker, and those of the hosts that were invited and are not removed. */
    private void ensureUsers(RegistryUsers users) throws IOException {
        Map<String, String> passwords = new HashMap<>();
        String[] own =
                Files.readString(installation.secrets().imageRegistry()).strip().split(":", 2);
        passwords.put(own[0], own[1]);
        Secrets secrets = installation.secrets();
        for (WorkerName worker : new InvitedWorkers(installation).among(secrets.names(Secrets.REGISTRY_USER))) {
            String name = worker.principal().name();
            passwords.put(name, secrets.secret(Secrets.REGISTRY_USER + name));
        }
        users.retain(passwords::containsKey);
        for (Map.Entry<String, String> user : passwords.entrySet()) {
            users.put(user.getKey(), user.getValue());
        }
    }

    private String configuration(Path users) {
        String tls = hasTls()
                ? """
                  tls:
                    certificate: %s
                    key: %s
                    minimumtls: tls1.3
                """.formatted(
                                process.readable(installation.certificates().server()),
                                process.readable(installation.certificates().serverKey()))
                : "";
        return """
                version: 0.1
                log:
                  level: warn
                  accesslog:
                    disabled: true
                storage:
                  filesystem:
                    rootdirectory: %s
                http:
                  addr: '%s'
                  secret: %s
                %sauth:
                  htpasswd:
                    realm: dcm
                    path: %s
                """.formatted(
                        data(),
                        installation.imageRegistryAddress(),
                        installation.secrets().secret("image-registry-http"),
                        tls,
                        users);
    }
}
