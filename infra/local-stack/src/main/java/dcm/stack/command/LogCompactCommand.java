package dcm.stack.command;

import dcm.stack.backup.Repository;
import dcm.stack.installation.Installation;
import dcm.stack.kafka.LogCompaction;
import dcm.stack.kafka.LogCompaction.Plan;
import dcm.stack.kafka.LogSize;
import dcm.stack.lifecycle.Stack;
import dcm.stack.lifecycle.Stack.Compaction;
import dcm.stack.machine.StackFailure;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code ./dcm log compact}. */
@Command(
        name = "compact",
        description = {
            "Move old requests and events out of Kafka into compressed files. Nothing is lost: rebuilds and 'verify' read these files, too.",
            "DCM continues to run. A backup contains the files."
        },
        footer = {"", "Example: log compact --keep 365 --dry-run"})
final class LogCompactCommand implements Callable<Integer> {
    @Option(
            names = "--keep",
            paramLabel = "DAYS",
            defaultValue = "365",
            description = "Keep the records of these days in Kafka, at least 1. Default: ${DEFAULT-VALUE}.")
    private String keep = "365";

    @Option(names = "--dry-run", description = "Show what would be moved, and change nothing.")
    private boolean dryRun;

    @Override
    public Integer call() {
        Instant olderThan = Instant.now().minus(Duration.ofDays(days(keep)));
        var stack = new Stack(Installation.current());
        Compaction done = stack.compactLog(olderThan, dryRun, line -> System.out.println("log … " + line));
        System.out.print(text(done, dryRun));
        return 0;
    }

    /** A number of days, such as {@code 365} or {@code 365d}. */
    static int days(String text) {
        if (!text.matches("[0-9]{1,5}d?") || Integer.parseInt(text.replace("d", "")) < 1) {
            throw new StackFailure("--keep: A number of days from 1; got %s.".formatted(text));
        }
        return Integer.parseInt(text.replace("d", ""));
    }

    static String text(Compaction done, boolean dryRun) {
        LogSize size = done.size();
        Plan plan = done.plan();
        List<String> lines = new ArrayList<>();
        lines.add(String.format(
                Locale.ROOT,
                "Kafka: %,d positions (records and ends of transactions) in %s; %,d of them, about %s, of the last %d days",
                size.records(),
                Repository.size(size.bytes()),
                size.recent(),
                Repository.size(size.recentBytes()),
                LogSize.RECENT.toDays()));
        lines.add(String.format(
                Locale.ROOT,
                "%,d positions %s, %,d %s in Kafka",
                plan.moved(),
                dryRun ? "would be moved" : "moved",
                plan.left(),
                dryRun ? "would stay" : "stay"));
        if (!plan.waiting().isEmpty()) {
            lines.add("%d of %d partitions have older records that admission or the views have not read yet; these stay"
                    .formatted(plan.waiting().size(), LogCompaction.PARTITIONS.size()));
        }
        lines.add(String.format(
                Locale.ROOT,
                "archive: %,d records in %s",
                done.archive().records(),
                Repository.size(done.archive().bytes())));
        if (!dryRun && plan.moved() > 0) {
            lines.add("Kafka deletes files that have only moved records within some minutes");
        }
        return lines.stream().map("log … %s%n"::formatted).collect(Collectors.joining());
    }
}
