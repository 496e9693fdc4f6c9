package dcm.stack.command;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dcm.stack.installation.Installation;
import dcm.stack.kafka.ForeignCluster;
import dcm.stack.lifecycle.Restarts;
import dcm.stack.lifecycle.Restarts.Restarted;
import dcm.stack.lifecycle.Stack;
import dcm.stack.lifecycle.SupervisorProcess;
import dcm.stack.machine.CommandName;
import dcm.stack.part.Part;
import dcm.stack.postgres.ForeignDatabaseProbe;
import dcm.stack.service.IssuerProbe;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code ./dcm status}. */
@Command(name = "status", description = "Show the status of each part. The exit code is 0 if all are healthy, else 1.")
public final class StatusCommand implements Callable<Integer> {
    private static final JsonMapper JSON = new JsonMapper();
    private static final String ROW = "%-20s %-9s %-16s %-24s %8s%n";

    @Option(names = "--json", description = "Print JSON.")
    private boolean json;

    @Override
    public Integer call() throws JsonProcessingException {
        var installation = Installation.current();
        var health = new Stack(installation).health();
        boolean healthy = health.values().stream().allMatch(Boolean::booleanValue);
        boolean supervised = SupervisorProcess.isRunning(installation);
        boolean runs = health.keySet().stream().anyMatch(part -> part.pid().isPresent());
        List<String> changed = runs ? installation.changedSettings() : List.of();
        Map<String, Restarted> restarts = supervised ? Restarts.of(installation, health.keySet()) : Map.of();
        if (json) {
            ObjectNode tree = tree(health, healthy, restarts, supervised);
            var changedSettings = tree.putArray("changedSettings");
            changed.forEach(changedSettings::add);
            installation
                    .foreignIssuer()
                    .ifPresent(issuer -> tree.putObject("issuer")
                            .put("url", issuer.url())
                            .put("state", new IssuerProbe(issuer).state()));
            installation
                    .foreignBroker()
                    .ifPresent(broker -> tree.putObject("kafka")
                            .put("bootstrap", broker.bootstrap())
                            .put("state", new ForeignCluster(installation).state()));
            installation
                    .foreignDatabases()
                    .ifPresent(databases -> tree.putObject("database")
                            .put("url", databases.views().url())
                            .put("state", new ForeignDatabaseProbe(installation).state()));
            PublicAccessStatus.of(installation).addTo(tree);
            System.out.println(JSON.writeValueAsString(tree));
        } else {
            table(health);
            restarts.forEach((part, restarted) -> System.out.printf(
                    CommandName.in("%nATTENTION %s: restarted %s %s, because %s. Its log: ./dcm logs %s%n"),
                    part,
                    restarted.often(),
                    restarted.last(),
                    restarted.reason(),
                    part));
            if (!changed.isEmpty()) {
                System.out.printf(
                        CommandName.in(
                                "%nATTENTION settings: the parts run without these, which have changed since the last start: %s. To start with them: ./dcm down; ./dcm up%n"),
                        String.join(", ", changed));
            }
            if (!supervised && runs) {
                System.out.printf(
                        CommandName.in(
                                "%nATTENTION supervisor: it does not run, so that parts that end are not restarted. To start it: ./dcm up%n"));
            }
            installation
                    .foreignIssuer()
                    .ifPresent(issuer -> System.out.printf(
                            "%nissuer of access tokens: %s (%s)%n", issuer.url(), new IssuerProbe(issuer).state()));
            installation
                    .foreignBroker()
                    .ifPresent(broker -> System.out.printf(
                            "%nKafka of others: %s (%s)%n",
                            broker.bootstrap(), new ForeignCluster(installation).state()));
            installation
                    .foreignDatabases()
                    .ifPresent(databases -> System.out.printf(
                            "%ndatabase of others: %s (%s)%n",
                            databases.views().url(), new ForeignDatabaseProbe(installation).state()));
            PublicAccessStatus.of(installation).lines().stream()
                    .filter(line -> !line.startsWith("ATTENTION")) // among those of the parts
                    .forEach(System.out::println);
        }
        return healthy ? 0 : 1;
    }

    private static ObjectNode tree(
            Map<Part, Boolean> health, boolean healthy, Map<String, Restarted> restarts, boolean supervised) {
        var tree = JSON.createObjectNode().put("healthy", healthy).put("supervised", supervised);
        var parts = tree.putObject("parts");
        health.forEach((part, partHealthy) -> {
            var node = parts.putObject(part.name()).put("healthy", partHealthy).put("url", part.url());
            part.pid().ifPresentOrElse(pid -> node.put("pid", pid), () -> node.putNull("pid"));
            problem(part, partHealthy).ifPresent(reason -> node.put("problem", reason));
            node.put("memoryMiB", part.process().memoryMiB());
            var attention = node.putArray("attention");
            part.attention().forEach(line -> attention.add(CommandName.in(line)));
            Restarted restarted = restarts.get(part.name());
            if (restarted != null) {
                node.putObject("restarts")
                        .put("count", restarted.count())
                        .put("last", restarted.last())
                        .put("reason", restarted.reason());
            }
        });
        return tree;
    }

    private static void table(Map<Part, Boolean> health) {
        System.out.printf(ROW, "PART", "HEALTH", "VERSION", "ADDRESS", "MEMORY");
        health.forEach((part, healthy) -> {
            boolean runs = part.pid().isPresent();
            System.out.printf(
                    ROW,
                    part.name(),
                    healthy ? "healthy" : runs ? "unhealthy" : "stopped",
                    part.runningVersion().orElseGet(part::version),
                    part.url(),
                    runs ? part.process().memoryMiB() + " MiB" : "-");
        });
        long total = health.keySet().stream()
                .mapToLong(part -> part.process().memoryMiB())
                .sum();
        System.out.printf(ROW, "", "", "", "total", total + " MiB");
        health.forEach((part, healthy) -> {
            problem(part, healthy).ifPresent(reason -> System.out.printf("%nPROBLEM %s: %s%n", part.name(), reason));
            part.attention()
                    .forEach(line -> System.out.printf("%nATTENTION %s: %s%n", part.name(), CommandName.in(line)));
        });
    }

    private static Optional<String> problem(Part part, boolean healthy) {
        return healthy
                ? Optional.empty()
                : part.problem()
                        .map(Part.Problem::reason)
                        .or(part.process()::failure)
                        .map(CommandName::in);
    }
}
