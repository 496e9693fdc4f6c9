package dcm.images;

import com.google.cloud.tools.jib.api.CacheDirectoryCreationException;
import com.google.cloud.tools.jib.api.Containerizer;
import com.google.cloud.tools.jib.api.DockerDaemonImage;
import com.google.cloud.tools.jib.api.ImageReference;
import com.google.cloud.tools.jib.api.InvalidImageReferenceException;
import com.google.cloud.tools.jib.api.Jib;
import com.google.cloud.tools.jib.api.JibContainerBuilder;
import com.google.cloud.tools.jib.api.RegistryException;
import com.google.cloud.tools.jib.api.RegistryImage;
import com.google.cloud.tools.jib.api.buildplan.AbsoluteUnixPath;
import com.google.cloud.tools.jib.frontend.CredentialRetrieverFactory;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.stream.Stream;

/**
 * Makes the images of the services and of the launcher. Files have a fixed time and owner, so that the same build gives the same layers. The
 * base image is in the engine; no registry is needed.
 */
final class Images {
    private static final String BASE = "dcm/java:13";

    /** User and group {@code dcm} of the base image. */
    private static final String USER = "10001:10001";

    private static final List<String> SERVICES =
            List.of("command-service", "projection-service", "user-service", "api-gateway", "ssh-gateway");
    private static final String PROGRAMS = "/usr/lib/dcm";

    private final Path repository;
    private final String version;
    private final Instant created;
    private final String registry;

    private Images(Path repository, String version, Instant created, String registry) {
        this.repository = repository;
        this.version = version;
        this.created = created;
        this.registry = registry;
    }

    /**
     * Makes all images.
     *
     * @param arguments the source tree, the version, the time of all images, and the registry to push to; empty: the engine
     */
    public static void main(String[] arguments)
            throws IOException, InterruptedException, ExecutionException, RegistryException,
                    InvalidImageReferenceException, CacheDirectoryCreationException {
        String registry = arguments.length > 3 ? arguments[3] : "";
        new Images(Path.of(arguments[0]), arguments[1], Instant.parse(arguments[2]), registry).make();
        // Jib's threads continue for a minute.
        System.exit(0);
    }

    private void make()
            throws IOException, InterruptedException, ExecutionException, RegistryException,
                    InvalidImageReferenceException, CacheDirectoryCreationException {
        for (String service : SERVICES) {
            store(service, service(service));
        }
        store("launcher", launcher());
    }

    /** Libraries, which change rarely, are a layer of their own. */
    private JibContainerBuilder service(String name) throws IOException, InvalidImageReferenceException {
        Path built = repository.resolve(name).resolve("target/quarkus-app");
        return image(name)
                .addLayer(children(built.resolve("lib")), AbsoluteUnixPath.get(PROGRAMS + "/lib"))
                .addLayer(
                        List.of(built.resolve("app"), built.resolve("quarkus"), built.resolve("quarkus-run.jar")),
                        AbsoluteUnixPath.get(PROGRAMS))
                .setEntrypoint("java", "-Dvertx.disableURIValidation=true", "-jar", PROGRAMS + "/quarkus-run.jar");
    }

    /** The parts of a release that the launcher needs to prepare an installation whose parts run in containers. */
    private JibContainerBuilder launcher() throws IOException, InvalidImageReferenceException {
        Path built = repository.resolve("infra/local-stack/target");
        Path release = Files.createDirectories(repository.resolve("infra/container-images/target"))
                .resolve("release.properties");
        Files.writeString(release, "version=%s%n".formatted(version));
        return image("launcher")
                .addLayer(children(built.resolve("lib")), AbsoluteUnixPath.get(PROGRAMS + "/lib"))
                .addLayer(List.of(built.resolve("local-stack.jar")), AbsoluteUnixPath.get(PROGRAMS + "/lib"))
                .addLayer(
                        List.of(repository.resolve("infra/keycloak"), repository.resolve("infra/kafka")),
                        AbsoluteUnixPath.get(PROGRAMS + "/infra"))
                .addLayer(List.of(repository.resolve("client/target/dcm")), AbsoluteUnixPath.get(PROGRAMS + "/client"))
                .addLayer(List.of(release), AbsoluteUnixPath.get(PROGRAMS))
                .addEnvironmentVariable("DCM_REPOSITORY", PROGRAMS)
                .addEnvironmentVariable("DCM_HOME", "/var/lib/dcm")
                .addEnvironmentVariable("DCM_COMMAND", "docker-compose run --rm dcm")
                .setEntrypoint(
                        "java",
                        "-XX:+UseSerialGC",
                        "-XX:TieredStopAtLevel=1",
                        "--enable-native-access=ALL-UNNAMED",
                        "--sun-misc-unsafe-memory-access=allow",
                        "-cp",
                        PROGRAMS + "/lib/*",
                        "dcm.stack.Launcher");
    }

    private JibContainerBuilder image(String name) throws InvalidImageReferenceException {
        return Jib.from(DockerDaemonImage.named(BASE))
                .setUser(USER)
                .setCreationTime(created)
                .addLabel("org.opencontainers.image.title", "DCM " + name)
                .addLabel("org.opencontainers.image.version", version)
                .addLabel("org.opencontainers.image.description", "A part of Docker Container Manager")
                .addLabel("org.opencontainers.image.licenses", "Apache-2.0");
    }

    /** An image in a registry, to which {@code docker login} has stored how to sign in. */
    private static RegistryImage pushed(String reference) throws InvalidImageReferenceException {
        ImageReference image = ImageReference.parse(reference);
        return RegistryImage.named(image)
                .addCredentialRetriever(
                        CredentialRetrieverFactory.forImage(image, event -> {}).dockerConfig());
    }

    private static List<Path> children(Path directory) throws IOException {
        try (Stream<Path> files = Files.list(directory)) {
            return files.sorted().toList();
        }
    }

    private void store(String name, JibContainerBuilder image)
            throws IOException, InterruptedException, ExecutionException, RegistryException,
                    InvalidImageReferenceException, CacheDirectoryCreationException {
        String reference = "dcm/" + name + ":" + version;
        Containerizer target = registry.isEmpty()
                ? Containerizer.to(DockerDaemonImage.named(reference))
                : Containerizer.to(pushed(registry + "/" + reference))
                        .setAllowInsecureRegistries(registry.startsWith("localhost:"));
        Path cache = repository.resolve("infra/container-images/target/cache");
        image.containerize(target.setToolName("dcm")
                .setBaseImageLayersCache(cache.resolve("base"))
                .setApplicationLayersCache(cache.resolve("layers")));
        System.out.println((registry.isEmpty() ? "Built " : "Pushed " + registry + "/") + reference);
    }
}
