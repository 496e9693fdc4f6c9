package dcm.stack.service;

import dcm.stack.installation.Installation;
import dcm.stack.machine.StackFailure;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;

/**
 * The instances that the API gateway uses during an upgrade, instead of those in its settings. It reads them from a file, which exists only
 * meanwhile.
 */
public final class GatewayRoutes {
    /** The variable of the API gateway with the file. A gateway without it does not read the routes. */
    public static final String VARIABLE = "DCM_ROUTES_FILE";

    private final Path file;

    public GatewayRoutes(Installation installation) {
        this.file = file(installation);
    }

    /** For a unit, in a directory of its own, which it can see. Version 0.10 reads the other one. */
    static Path file(Installation installation) {
        Path run = installation.home().resolve("run");
        return (installation.programs().isOfPackage(installation.home()) ? run.resolve("routes") : run)
                .resolve("routes.properties");
    }

    /**
     * Lets the API gateway send the requests of a service to these instances only.
     *
     * @param urls of the instances; without any, requests wait
     */
    public void use(String service, List<String> urls) {
        try {
            Path draft = file.resolveSibling("routes.properties.new");
            Files.createDirectories(file.getParent());
            Files.writeString(draft, service + "=" + String.join(",", urls) + "\n");
            Files.setPosixFilePermissions(draft, PosixFilePermissions.fromString("rw-r--r--"));
            Files.move(draft, file, StandardCopyOption.ATOMIC_MOVE);
        } catch (IOException e) {
            throw new StackFailure("Cannot write %s: %s".formatted(file, e), e);
        }
    }

    /** Lets the API gateway use the instances in its settings again. */
    public void clear() {
        try {
            Files.deleteIfExists(file);
        } catch (IOException e) {
            throw new StackFailure("Cannot delete %s: %s".formatted(file, e), e);
        }
    }
}
