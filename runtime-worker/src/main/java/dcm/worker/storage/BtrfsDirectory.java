package dcm.worker.storage;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dcm.worker.host.CommandRunner;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;

/**
 * A directory on a btrfs filesystem. Reads and deletes subvolumes through the kernel, and does everything else with the
 * {@code btrfs} command. An administrator decides whether quotas are enabled: simple quotas make the filesystem
 * unreadable for older kernels, full quotas make it slower. Thread-safe.
 */
final class BtrfsDirectory {
    /** The value for "no limit". */
    static final long UNLIMITED = -1;

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final int ROOT_BACKREF = 144;
    private static final int QGROUP_INFO = 242;
    private static final int QGROUP_LIMIT = 244;
    private static final int QGROUP_RELATION = 246;
    private static final long LIMITS_WHAT_IS_REFERRED_TO = 1;
    private static final int LEVEL_BITS = 48;

    /** Protects the worker's memory from users who create many subvolumes. */
    private static final int MAX_SUBVOLUMES = 200_000;

    private final Path directory;
    private final Path sysfs;

    private BtrfsDirectory(Path directory, Path sysfs) {
        this.directory = directory;
        this.sysfs = sysfs;
    }

    /** The quota mode of the filesystem. */
    enum Accounting {
        /** Data count for the subvolume that wrote them (from kernel 6.7). */
        SIMPLE,

        /** Data count for each subvolume that refers to them, shared or not. */
        FULL
    }

    /**
     * A subvolume.
     *
     * @param name the name in the directory, one character per byte; empty for subvolumes that are not read by name
     */
    record Subvolume(long number, String name) {}

    /** A quota group. The id of a subvolume's own group is the subvolume's number. */
    static final class Group {
        private Set<Long> children = Set.of();
        private long used;
        private long limit = UNLIMITED;

        /** The ids of the member groups. */
        Set<Long> children() {
            return children;
        }

        private void add(long child) {
            children = children.isEmpty() ? new HashSet<>(2) : children; // most groups have none
            children.add(child);
        }

        /** Used bytes at the filesystem's last commit. */
        long used() {
            return used;
        }

        /** Limit in bytes, or {@link #UNLIMITED}. */
        long limit() {
            return limit;
        }
    }

    /**
     * A snapshot of the filesystem's subvolumes and groups.
     *
     * @param here the subvolumes in the directory, by name
     * @param nested all other subvolumes, by the number of their parent
     * @param groups quota groups by id
     */
    record Inventory(Map<String, Subvolume> here, Map<Long, List<Subvolume>> nested, Map<Long, Group> groups) {

        /** A subvolume and all subvolumes nested in it, parents first. */
        List<Subvolume> withNested(Subvolume outer) {
            List<Subvolume> all = new ArrayList<>(List.of(outer));
            for (int n = 0; n < all.size(); n++) {
                all.addAll(nested.getOrDefault(all.get(n).number(), List.of()));
            }
            return all;
        }

        /** The numbers of all subvolumes. */
        Set<Long> numbers() {
            return Stream.concat(
                            here.values().stream(), nested.values().stream().flatMap(List::stream))
                    .map(Subvolume::number)
                    .collect(Collectors.toSet());
        }
    }

    /** The directory, if it is on btrfs; otherwise empty. */
    static Optional<BtrfsDirectory> at(Path anyPath) throws IOException, InterruptedException {
        Path directory = anyPath.toRealPath();
        JsonNode mounts = JSON.readTree(CommandRunner.run(
                        "findmnt", "--json", "--output", "FSTYPE,UUID", "--target", directory.toString()))
                .path("filesystems");
        return StreamSupport.stream(mounts.spliterator(), false)
                .reduce((below, above) -> above)
                .filter(mount -> mount.path("fstype").asText().equals("btrfs"))
                .map(mount -> new BtrfsDirectory(
                        directory, Path.of("/sys/fs/btrfs", mount.path("uuid").asText(), "qgroups")));
    }

    /** The current quota mode; empty while quotas are off. */
    Optional<Accounting> accounting() {
        try {
            if (!Files.exists(sysfs.resolve("enabled"))) {
                return Optional.empty();
            }
            Path mode = sysfs.resolve("mode"); // absent in older kernels, which have one mode only
            return Optional.of(
                    Files.exists(mode) && Files.readString(mode).strip().equals("squota")
                            ? Accounting.SIMPLE
                            : Accounting.FULL);
        } catch (IOException justTurnedOff) {
            return Optional.empty();
        }
    }

    /**
     * Reads subvolumes and groups.
     *
     * @throws IOException if reading fails or there are too many subvolumes
     */
    Inventory readInventory() throws IOException {
        Map<String, Subvolume> here = new HashMap<>();
        Map<Long, List<Subvolume>> nested = new HashMap<>();
        Map<Long, Group> groups = new HashMap<>();
        long inode = (long) Files.getAttribute(directory, "unix:ino", LinkOption.NOFOLLOW_LINKS);
        try (BtrfsIoctl kernel = new BtrfsIoctl(directory)) {
            long around = kernel.subvolume();
            int[] count = {0};
            kernel.forEach(BtrfsIoctl.ROOTS, item -> {
                if (item.type() == ROOT_BACKREF && ++count[0] <= MAX_SUBVOLUMES) {
                    if (item.offset() == around && item.u64(0) == inode) {
                        here.put(item.name(16), new Subvolume(item.object(), item.name(16)));
                    } else {
                        nested.computeIfAbsent(item.offset(), parent -> new ArrayList<>(1))
                                .add(new Subvolume(item.object(), ""));
                    }
                }
            });
            if (count[0] > MAX_SUBVOLUMES) {
                throw new IOException(
                        "there are " + count[0] + " subvolumes, more than the supported " + MAX_SUBVOLUMES);
            }
            kernel.forEach(BtrfsIoctl.QUOTAS, item -> apply(item, groups));
        }
        return new Inventory(here, nested, groups);
    }

    private static void apply(BtrfsIoctl.Item item, Map<Long, Group> groups) {
        switch (item.type()) {
            case QGROUP_INFO -> group(groups, item.offset()).used = item.u64(8);
            case QGROUP_LIMIT -> {
                boolean limited = (item.u64(0) & LIMITS_WHAT_IS_REFERRED_TO) != 0;
                group(groups, item.offset()).limit = limited ? item.u64(8) : UNLIMITED;
            }
            case QGROUP_RELATION -> { // each relation has two entries
                if (Long.compareUnsigned(item.offset(), item.object()) < 0) {
                    group(groups, item.object()).add(item.offset());
                }
            }
            default -> {} // not needed
        }
    }

    private static Group group(Map<Long, Group> groups, long id) {
        return groups.computeIfAbsent(id, any -> new Group());
    }

    /** The id of a quota group at a level above subvolumes. */
    static long id(int level, long number) {
        return (long) level << LEVEL_BITS | number;
    }

    static int level(long id) {
        return (int) (id >>> LEVEL_BITS);
    }

    static long number(long id) {
        return id & (1L << LEVEL_BITS) - 1;
    }

    private static String text(long id) {
        return level(id) + "/" + number(id);
    }

    static void create(Path subvolume) throws IOException, InterruptedException {
        CommandRunner.run("btrfs", "subvolume", "create", subvolume.toString());
    }

    /**
     * Deletes subvolumes in this order; each must be empty of subvolumes by then.
     *
     * @throws IOException if some cannot be deleted; the others are deleted
     */
    void delete(List<Subvolume> subvolumes) throws IOException {
        IOException failure = null;
        try (BtrfsIoctl kernel = new BtrfsIoctl(directory)) {
            for (Subvolume subvolume : subvolumes) {
                try {
                    kernel.delete(subvolume.number());
                } catch (IOException e) {
                    failure = e;
                }
            }
        }
        if (failure != null) {
            throw failure;
        }
    }

    void createGroup(long id) throws IOException, InterruptedException {
        CommandRunner.run("btrfs", "qgroup", "create", text(id), directory.toString());
    }

    void destroyGroup(long id) throws IOException, InterruptedException {
        CommandRunner.run("btrfs", "qgroup", "destroy", text(id), directory.toString());
    }

    void assign(Subvolume subvolume, long group) throws IOException, InterruptedException {
        CommandRunner.run("btrfs", "qgroup", "assign", text(subvolume.number()), text(group), directory.toString());
    }

    void remove(long subvolume, long group) throws IOException, InterruptedException {
        CommandRunner.run("btrfs", "qgroup", "remove", text(subvolume), text(group), directory.toString());
    }

    /** Sets the limit of a group in bytes. */
    void setLimit(long group, long limit) throws IOException, InterruptedException {
        String bytes = limit == UNLIMITED ? "none" : Long.toString(limit);
        CommandRunner.run("btrfs", "qgroup", "limit", bytes, text(group), directory.toString());
    }
}
