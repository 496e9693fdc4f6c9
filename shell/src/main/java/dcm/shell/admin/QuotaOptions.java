package dcm.shell.admin;

import dcm.shell.api.CommandFailure;
import dcm.shell.api.ExitCode;
import java.math.BigDecimal;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.BiConsumer;
import picocli.CommandLine.Option;

/**
 * The options that set limits: a number, {@code unlimited}, or {@code inherit} for the limit of the group or of
 * everybody.
 */
final class QuotaOptions {
    private static final String NUMBER = "N";

    @Option(names = "--containers", paramLabel = NUMBER, description = "Number of containers, running or not.")
    private String containers = "";

    @Option(names = "--running", paramLabel = NUMBER, description = "Number of running containers.")
    private String running = "";

    @Option(names = "--cpus", paramLabel = NUMBER, description = "CPUs of all containers, such as 2.5.")
    private String cpus = "";

    @Option(names = "--memory", paramLabel = "MIB", description = "Memory of all containers, in MiB.")
    private String memory = "";

    @Option(names = "--pids", paramLabel = NUMBER, description = "Number of processes of all containers.")
    private String pids = "";

    @Option(names = "--ports", paramLabel = NUMBER, description = "Number of published ports, not counting SSH ports.")
    private String ports = "";

    @Option(names = "--images", paramLabel = NUMBER, description = "Number of own images.")
    private String images = "";

    @Option(
            names = "--image-space",
            paramLabel = "MIB",
            description = "Disk space of own images beyond their base images, in MiB.")
    private String imageSpace = "";

    @Option(names = "--home-space", paramLabel = "MIB", description = "Disk space of home directories, in MiB.")
    private String homeSpace = "";

    /** Printed below the options. */
    static final String EXPLANATION =
            "A limit is a number, 'unlimited', or 'inherit' for the limit of the group or of everybody.";

    /** The given options by their API names. */
    private Map<String, String> given() {
        Map<String, String> given = new LinkedHashMap<>();
        BiConsumer<String, String> add = (name, value) -> {
            if (!value.isBlank()) {
                given.put(name, value);
            }
        };
        add.accept("containers", containers);
        add.accept("running", running);
        add.accept("cpus", cpus);
        add.accept("memoryMiB", memory);
        add.accept("pids", pids);
        add.accept("ports", ports);
        add.accept("images", images);
        add.accept("imageMiB", imageSpace);
        add.accept("homeMiB", homeSpace);
        return given;
    }

    boolean isEmpty() {
        return given().isEmpty();
    }

    /** {@code before} with the given options applied. */
    Map<String, Object> appliedTo(Map<String, BigDecimal> before) {
        Map<String, Object> after = new LinkedHashMap<>(before);
        given().forEach((name, value) -> {
            switch (value) {
                case "inherit" -> after.remove(name);
                case "unlimited" -> after.put(name, -1);
                default -> after.put(name, number(name, value));
            }
        });
        return after;
    }

    private static BigDecimal number(String name, String value) {
        try {
            return new BigDecimal(value);
        } catch (NumberFormatException e) {
            throw new CommandFailure(ExitCode.USAGE, "%s: %s Got '%s'.".formatted(name, EXPLANATION, value));
        }
    }
}
