package dcm.worker.firewall;

import dcm.worker.host.CommandRunner;
import java.io.IOException;
import java.util.Collection;
import java.util.List;

/** The nftables tables of workers on this machine. They remain when a worker ends, because containers keep running. */
public final class FirewallTables {
    private static final String PREFIX = "dcm_";

    private FirewallTables() {}

    /** The name of a worker's table. */
    static String name(String worker) {
        return PREFIX + worker.replaceAll("[^A-Za-z0-9]", "_");
    }

    /** The names of the loaded tables; empty if nftables is missing. */
    public static List<String> loaded() throws InterruptedException {
        try {
            return CommandRunner.run("nft", "list", "tables", "inet")
                    .lines()
                    .map(line -> line.substring(line.lastIndexOf(' ') + 1))
                    .filter(table -> table.startsWith(PREFIX))
                    .toList();
        } catch (IOException missing) {
            return List.of();
        }
    }

    /**
     * The tables that protect nothing on this machine.
     *
     * @param workers the running workers, each as {@code INSTALLATION-HOST}
     * @param installations the installations that have containers here without a worker
     */
    public static List<String> abandoned(
            Collection<String> tables, Collection<String> workers, Collection<String> installations) {
        return tables.stream()
                .filter(table -> workers.stream().noneMatch(worker -> table.equals(name(worker))))
                .filter(table -> installations.stream().noneMatch(id -> table.startsWith(name(id) + "_")))
                .sorted()
                .toList();
    }
}
