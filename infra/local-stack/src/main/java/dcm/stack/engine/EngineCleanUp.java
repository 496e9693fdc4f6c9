package dcm.stack.engine;

import dcm.stack.installation.Installation;
import dcm.stack.machine.SystemCommand;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import java.util.stream.Stream;

/** Removes the containers, images and networks that an installation leaves in Docker when the stack stops. */
public final class EngineCleanUp {
    private final Installation installation;

    public EngineCleanUp(Installation installation) {
        this.installation = installation;
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
