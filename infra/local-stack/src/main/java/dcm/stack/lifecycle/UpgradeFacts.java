package dcm.stack.lifecycle;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * What a plan of an upgrade depends on.
 *
 * @param from the versions that run, by name; empty if they are unknown
 * @param to the versions of the new programs
 * @param newest the newest version that has started the installation, if it was recorded
 * @param instances the names of the instances of each part, in the order in which they start
 * @param running the names of the parts and stand-ins that run
 * @param current the names of those that run the new programs
 * @param readsRoutes whether the API gateway that runs sends requests to stand-ins
 * @param viewsInDatabase the number of the newest migration of the views
 * @param viewsInProgram the number of the newest migration in the new programs
 * @param freeMiB free space for the installation's directory
 * @param viewsSpace why the disk has no space for new views; empty if it has, or if none are built
 */
record UpgradeFacts(
        Map<String, String> from,
        Map<String, String> to,
        Optional<String> newest,
        Map<String, List<String>> instances,
        Set<String> running,
        Set<String> current,
        boolean readsRoutes,
        int viewsInDatabase,
        int viewsInProgram,
        long freeMiB,
        Optional<String> viewsSpace) {
    UpgradeFacts {
        from = Map.copyOf(from);
        to = Map.copyOf(to);
        instances = Map.copyOf(instances);
        running = Set.copyOf(running);
        current = Set.copyOf(current);
    }

    String fromVersion() {
        return from.getOrDefault(UpgradedParts.DCM, "unknown");
    }

    String toVersion() {
        return to.getOrDefault(UpgradedParts.DCM, "unknown");
    }

    /** Whether an instance of a part, or its stand-in, has to be replaced or stopped. */
    boolean isOld(String part) {
        List<String> own = instances.getOrDefault(part, List.of(part));
        // Also one that does not run: an upgrade that was interrupted may have stopped it.
        boolean old = own.stream().anyMatch(instance -> !current.contains(instance));
        return old || own.size() == 1 && running.contains(UpgradedParts.standIn(part));
    }

    /** Whether a server continues with the programs of the older release, because they have the same version. */
    boolean isKeptServer(String server) {
        return running.contains(server) && !current.contains(server) && !isOldServer(server);
    }

    /** Whether a server that DCM did not write has to be restarted with other programs. */
    boolean isOldServer(String server) {
        return running.contains(server)
                && !current.contains(server)
                && !from.getOrDefault(server, "").equals(to.getOrDefault(server, ""));
    }
}
