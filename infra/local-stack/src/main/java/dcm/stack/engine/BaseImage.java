package dcm.stack.engine;

import dcm.stack.installation.Installation;
import dcm.stack.machine.SystemCommand;
import dcm.stack.part.StartupStep;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * The base image that DCM makes out of Debian's packages, if it is absent or its recipe has changed. The worker offers it when
 * it is there, so it is made beside the start of all parts.
 */
public final class BaseImage {
    private static final String STEP = "base-image";
    private static final String RECIPE = "debian-ssh";

    private BaseImage() {}

    public static StartupStep step(Installation installation) {
        return new StartupStep(
                STEP,
                Set.of(),
                () -> SystemCommand.run(
                        List.of(
                                installation
                                        .programs()
                                        .imageRecipes()
                                        .resolve("build")
                                        .toString(),
                                RECIPE),
                        Map.of("DOCKER_HOST", installation.dockerHost())));
    }
}
