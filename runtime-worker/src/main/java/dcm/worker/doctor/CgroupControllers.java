package dcm.worker.doctor;

import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * Controllers of cgroups version 1 that are active but not mounted on the host. A privileged container in which systemd
 * runs activates such controllers, and they stay active after it. Docker then cannot read the usage of any container.
 */
final class CgroupControllers {
    private CgroupControllers() {}

    /** Reads the controllers now. */
    static List<String> unmounted() {
        return unmounted(
                ProcFile.read(Path.of("/proc/self/cgroup")).orElse(""),
                ProcFile.read(Path.of("/proc/self/mounts")).orElse(""));
    }

    /**
     * The controllers, such as {@code net_cls,net_prio}.
     *
     * @param active the content of {@code /proc/self/cgroup}
     * @param mounts the content of {@code /proc/self/mounts}
     */
    static List<String> unmounted(String active, String mounts) {
        Set<String> mounted = new HashSet<>();
        mounts.lines()
                .map(line -> line.split(" "))
                .filter(fields -> fields.length > 3 && fields[2].equals("cgroup"))
                .forEach(fields -> mounted.addAll(List.of(fields[3].split(","))));
        return active.lines()
                .map(line -> line.split(":", 3))
                .filter(fields -> fields.length == 3)
                .map(fields -> fields[1])
                .filter(controllers -> !controllers.isEmpty() && !controllers.startsWith("name="))
                .filter(controllers -> !mounted.containsAll(List.of(controllers.split(","))))
                .sorted()
                .toList();
    }
}
