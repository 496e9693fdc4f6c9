package dcm.stack.installation;

import dcm.stack.machine.StackFailure;
import java.io.IOException;
import java.io.Reader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.Properties;

/**
 * Where the programs of DCM are: in a source tree, where the build leaves them, or in a release. Scripts, recipes and
 * documents have the same paths in both.
 *
 * @param root the directory of the source tree or of the unpacked or installed release
 */
public record ProgramFiles(Path root) {
    /** The environment variable with the directory of the programs, also of the processes of the parts. */
    public static final String VARIABLE = "DCM_REPOSITORY";

    /** The environment variable with the version of a part's program. The package has each version in the same directory. */
    public static final String VERSION_VARIABLE = "DCM_PROGRAM_VERSION";

    /** A release has this file, with its version and commit. The script {@code dcm} prints them. */
    private static final String RELEASE = "release.properties";

    public ProgramFiles {
        root = root.toAbsolutePath().normalize();
    }

    /** The programs that the environment or the working directory selects. */
    public static ProgramFiles current() {
        String root = System.getenv(VARIABLE);
        return new ProgramFiles(root == null ? sourcesAbove(Path.of("").toAbsolutePath()) : Path.of(root));
    }

    /** The environment variables of a process that runs these programs, by which an upgrade knows them. */
    public Map<String, String> variables(String version) {
        return Map.of(VARIABLE, root.toString(), VERSION_VARIABLE, version);
    }

    public boolean isRelease() {
        return Files.exists(root.resolve(RELEASE));
    }

    /** The directory of the installation of Debian's package; empty if this is a source tree or an archive. */
    private Optional<Path> packageHome() {
        return property("home").map(Path::of);
    }

    /** Whether the installation in {@code home} is that of Debian's package, whose directory can be a link. */
    public boolean isOfPackage(Path home) {
        return packageHome()
                .filter(own -> own.equals(home) || isSame(own, home))
                .isPresent();
    }

    private static boolean isSame(Path one, Path other) {
        try {
            return Files.exists(one) && Files.exists(other) && Files.isSameFile(one, other);
        } catch (IOException e) {
            throw new StackFailure("Cannot read %s: %s".formatted(one, e), e);
        }
    }

    /** The directory of the settings of the installation in {@code home}, if it is that of Debian's package. */
    Optional<Path> packageSettings(Path home) {
        return isOfPackage(home) ? property("settings").map(Path::of) : Optional.empty();
    }

    private Optional<String> property(String name) {
        if (!isRelease()) {
            return Optional.empty();
        }
        Properties properties = new Properties();
        try (Reader in = Files.newBufferedReader(root.resolve(RELEASE))) {
            properties.load(in);
        } catch (IOException e) {
            throw new StackFailure("Cannot read %s: %s".formatted(root.resolve(RELEASE), e), e);
        }
        return Optional.ofNullable(properties.getProperty(name));
    }

    /** The directory of a service, with its {@code quarkus-run.jar}. */
    public Path service(String module) {
        return isRelease()
                ? root.resolve("services").resolve(module)
                : root.resolve(module).resolve("target/quarkus-app");
    }

    /** The directory of a server that DCM did not write, such as {@code kafka}. */
    public Path server(String name) {
        return isRelease()
                ? root.resolve("servers").resolve(name)
                : root.resolve("infra/local-stack/target/dist").resolve(name);
    }

    /** The directory of the launcher's libraries, which the broker uses, too. */
    public Path libraries() {
        return isRelease() ? root.resolve("lib") : root.resolve("infra/local-stack/target/lib");
    }

    /** The class path of the launcher. It names no versions of libraries, which an upgrade changes. */
    public String launcherClassPath() {
        String all = libraries() + "/*";
        return isRelease() ? all : root.resolve("infra/local-stack/target/local-stack.jar") + ":" + all;
    }

    /** The program for users' own machines. */
    public Path client() {
        return root.resolve(isRelease() ? "client/dcm" : "client/target/dcm");
    }

    /** A script or file that prepares the engine and this machine. */
    public Path engineFile(String name) {
        return root.resolve("infra/engine").resolve(name);
    }

    /** The directory of the recipes of base images. */
    public Path imageRecipes() {
        return root.resolve("infra/images");
    }

    public Path brokerLogging() {
        return root.resolve("infra/kafka/log4j2.properties");
    }

    public Path realm() {
        return root.resolve("infra/keycloak/dcm-realm.json");
    }

    /** The manual for administrators. */
    public Path operationsManual() {
        return root.resolve("docs/operations.md");
    }

    private static Path sourcesAbove(Path start) {
        for (Path at = start; at != null; at = at.getParent()) {
            if (Files.isDirectory(at.resolve("infra/local-stack"))) {
                return at;
            }
        }
        throw new StackFailure("No DCM source tree in %s or its parents. Set DCM_REPOSITORY to one.".formatted(start));
    }
}
