package dcm.shell.container;

import dcm.shell.document.DryRunDocument;
import dcm.shell.document.DryRunDocument.Planned;
import dcm.shell.screen.Screen;
import dcm.shell.screen.TextTable;

/** Prints what a request to create containers would do. */
final class DryRunTable {
    private DryRunTable() {}

    static void print(DryRunDocument plan, Screen screen) {
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
        screen.line("");
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
