package dcm.stack.engine;

import dcm.stack.installation.Installation;
import dcm.stack.machine.StackFailure;
import dcm.stack.machine.SystemCommand;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What identifies an installation's engine, and what only the engine has.
 *
 * @param id the engine's own id
 * @param rootUid the uid on this machine of a container's root
 * @param imagesOfUsers the number of images that users have created
 */
public record EngineFacts(String id, int rootUid, long imagesOfUsers) {
    /** The data directory of an engine that remaps users ends with their first uid and gid. */
    private static final Pattern REMAPPED = Pattern.compile(".*/(\\d+)\\.\\d+");

    /** Empty if the engine does not answer. */
    public static Optional<EngineFacts> of(Installation installation) {
        return of(installation.dockerHost(), installation.id());
    }

    /**
     * The same.
     *
     * @param dockerHost the engine's address
     * @param installation the id of the installation
     */
    public static Optional<EngineFacts> of(String dockerHost, String installation) {
        try {
            String[] words = docker(dockerHost, "info", "--format", "{{.ID}} {{.DockerRootDir}}")
                    .split(" ", 2);
            long images = docker(dockerHost, "image", "ls", "--quiet", "dcm-" + installation)
                    .lines()
                    .distinct()
                    .count();
            return Optional.of(new EngineFacts(words[0], rootUid(words[1]), images));
        } catch (StackFailure noAnswer) {
            return Optional.empty();
        }
    }

    static int rootUid(String dataDirectory) {
        Matcher remapped = REMAPPED.matcher(dataDirectory);
        return remapped.matches() ? Integer.parseInt(remapped.group(1)) : 0;
    }

    private static String docker(String dockerHost, String... words) {
        List<String> command = new ArrayList<>(List.of("docker", "-H", dockerHost));
        command.addAll(List.of(words));
        return SystemCommand.run(command);
    }
}
