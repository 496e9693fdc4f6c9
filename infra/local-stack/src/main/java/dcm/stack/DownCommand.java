package dcm.stack;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code ./dcm down}. */
@Command(name = "down", description = "Stop what 'up' started. Data stays, and so do people's containers.")
final class DownCommand implements Callable<Integer> {
    @Option(names = "--all", description = "Remove people's containers and networks of this installation, too.")
    private boolean all;

    @Override
    public Integer call() {
        var installation = Installation.current();
        new Stack(installation).down(System.out::println);
        if (all) {
            String filter = "label=dcm.installation=" + installation.id();
            remove(
                    "containers",
                    List.of("docker", "ps", "-aq", "--filter", filter),
                    List.of("docker", "rm", "-f", "-v"));
            remove(
                    "networks",
                    List.of("docker", "network", "ls", "-q", "--filter", filter),
                    List.of("docker", "network", "rm"));
        }
        return 0;
    }

    private static void remove(String what, List<String> list, List<String> removal) {
        List<String> found = SystemCommand.run(list).lines().toList();
        if (!found.isEmpty()) {
            var words = new ArrayList<>(removal);
            words.addAll(found);
            SystemCommand.run(words);
        }
        System.out.printf("%s … %d removed%n", what, found.size());
    }
}
