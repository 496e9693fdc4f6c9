package dcm.shell.command;

import dcm.shell.document.DryRunDocument;
import dcm.shell.document.DryRunDocument.Change;
import dcm.shell.document.DryRunDocument.Planned;
import dcm.shell.screen.Screen;
import dcm.shell.screen.TextTable;

/** Prints what a request would do. */
public final class DryRunTable {
    private DryRunTable() {}

    /** Prints the containers that a request would create, or its change, and the quota after that if it changes, or its events. */
    public static void print(DryRunDocument plan, Screen screen) {
        if (!plan.events().isEmpty()) {
            screen.line("The request would be accepted. It would record: " + String.join(", ", plan.events()));
            return;
        }
        if (plan.change() == null) {
            created(plan, screen);
        } else {
            change(plan.change(), screen);
        }
        if (!plan.quota().isEmpty()) {
            screen.line("");
            quota(plan, screen);
        }
    }

    private static void created(DryRunDocument plan, Screen screen) {
        var containers = new TextTable("NAME", "HOST", "IMAGE", "CPUS", "MIB");
        for (Planned container : plan.containers()) {
            containers.row(
                    container.name().isEmpty() ? "(generated)" : container.name(),
                    container.host(),
                    container.image(),
                    container.cpus(),
                    container.memoryMiB());
        }
        containers.print(screen);
    }

    private static void change(Change change, Screen screen) {
        var facts = TextTable.ofFacts().row("operation", change.operation());
        row(facts, "container", change.container());
        row(facts, "new name", change.name());
        row(facts, "image", change.image());
        row(facts, "host", change.host());
        row(facts, "notice", change.notice());
        facts.print(screen);
    }

    private static void row(TextTable facts, String name, String value) {
        if (!value.isEmpty()) {
            facts.row(name, value);
        }
    }

    private static void quota(DryRunDocument plan, Screen screen) {
        var quota = new TextTable("RESOURCE", "USED THEN", "LIMIT", "LEFT");
        plan.quota()
                .forEach((resource, left) -> quota.row(
                        resource,
                        left.used(),
                        left.limit().isEmpty() ? "unlimited" : left.limit(),
                        left.left().isEmpty() ? "unlimited" : left.left()));
        quota.print(screen);
    }
}
