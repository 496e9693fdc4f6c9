package dcm.stack.engine;

import dcm.contract.identity.ContainerId;
import dcm.contract.identity.ImageId;
import dcm.contract.identity.OwnerName;
import dcm.stack.installation.Installation;
import dcm.stack.machine.SystemCommand;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Removes the containers, images and networks that an installation leaves in Docker when the stack stops. */
public final class EngineCleanUp {
    private final Installation installation;

    public EngineCleanUp(Installation installation) {
        this.installation = installation;
    }

    /**
     * Removes the same as {@link #remove}, and keeps a list of the containers and images, so that {@link RecordedRemovals}
     * requests their removal at the next start.
     */
    public void removeForGood(Consumer<String> progress) {
        Map<ContainerId, OwnerName> containers = new HashMap<>();
        SystemCommand.run(docker(
                        "ps",
                        "-a",
                        "--filter",
                        "label=dcm.installation=" + installation.id(),
                        "--filter",
                        "name=^dcm-" + installation.id() + "-[0-9a-f]{16}$",
                        "--format",
                        "{{.Label \"dcm.container\"}} {{.Label \"dcm.owner\"}}"))
                .lines()
                .map(line -> line.split(" ", -1))
                .forEach(words -> containers.put(new ContainerId(words[0]), new OwnerName(words[1])));
        Set<ImageId> images = installation.runsImageRegistry()
                ? Set.of() // the host pulls them again
                : SystemCommand.run(docker("image", "ls", "--format", "{{.Tag}}", "dcm-" + installation.id()))
                        .lines()
                        .filter(tag -> tag.matches("[0-9a-f]{16}"))
                        .map(ImageId::new)
                        .collect(Collectors.toSet());
        new RemovedObjects(containers, images).store(installation);
        remove(progress);
    }

    /** Also removes the firewall tables of all the installation's hosts on this machine. */
    public void remove(Consumer<String> progress) {
        removeObjects(progress);
        // The name that workers use.
        String tables = "dcm_" + installation.id().replaceAll("[^A-Za-z0-9]", "_") + "_";
        SystemCommand.run(
                "sh",
                "-c",
                "nft list tables inet 2>/dev/null | grep -o '%s[^ ]*' | xargs -r -n1 nft delete table inet"
                        .formatted(tables));
    }

    /** Removes the containers, images and networks. */
    public void removeObjects(Consumer<String> progress) {
        String ours = "label=dcm.installation=" + installation.id();
        remove(
                "containers",
                docker("ps", "-aq", "--no-trunc", "--filter", ours, "--filter", "name=^dcm-" + installation.id() + "-"),
                docker("rm", "-f", "-v"),
                progress);
        remove(
                "images of users",
                // By name: an image may also be a base image, which keeps its other name.
                docker("image", "ls", "--format", "{{.Repository}}:{{.Tag}}", "dcm-" + installation.id()),
                docker("image", "rm", "-f"),
                progress);
        remove(
                "pulled images of users",
                docker("image", "ls", "--format", "{{.Repository}}:{{.Tag}}", "dcm-" + installation.id() + "-pulled"),
                docker("image", "rm", "-f"),
                progress);
        remove("networks", docker("network", "ls", "-q", "--filter", ours), docker("network", "rm"), progress);
    }

    private static void remove(String what, List<String> list, List<String> removal, Consumer<String> progress) {
        List<String> found = SystemCommand.run(list).lines().toList();
        if (!found.isEmpty()) {
            var words = new ArrayList<>(removal);
            words.addAll(found);
            SystemCommand.run(words);
        }
        progress.accept("%s … %d removed".formatted(what, found.size()));
    }

    private List<String> docker(String... words) {
        return Stream.concat(Stream.of("docker", "-H", installation.dockerHost()), Stream.of(words))
                .toList();
    }
}
